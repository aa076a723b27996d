import { cmdlet } from '../../../../shared/commands/command.ts';
import { name as nameOf } from '../../../../shared/commands/value.ts';
import type { Outcome, RecordedEvent, RunEvent, Verb } from '../../../../shared/run/events.ts';
import type { Finding } from '../../../../shared/run/finding.ts';
import type { Change, Difference } from '../../../../shared/run/resource.ts';
import type { StepId } from '../../../../shared/run/step-id.ts';
import type { ViewSettings } from '../../../../electron/cli/views/view.ts';

/** The steps of a hybrid site whose cloud side is made in the cloud. */
export const steps: ViewSettings['steps'] = [
  { id: 'prerequisites', title: 'Prerequisites' },
  { id: 'connect', title: 'Connect' },
  { id: 'service-accounts', title: 'Service accounts' },
  { id: 'licences', title: 'Licences' },
  { id: 'security-group', title: 'Security group' },
  { id: 'calendar-permissions', title: 'Calendar permissions' },
  { id: 'hand-over', title: 'Hand-over' },
];

export const again: ViewSettings['again'] = { site: 'westerveld.site.json', options: [] };

/** Events in order, a second apart from 14:01:00 on unless a time is given. */
export class EventList {
  readonly events: RecordedEvent[] = [];
  #atMs = Date.parse('2026-11-24T13:01:00Z');
  #number = 0;

  add(event: RunEvent, afterMs = 1000): this {
    this.events.push({ ...event, seq: this.events.length + 1, at: new Date(this.#atMs).toISOString() });
    this.#atMs += afterMs;
    return this;
  }

  started(verb: Verb, siteName = 'Westerveld University'): this {
    return this.add({
      type: 'started',
      run: '2026-11-24-1401',
      verb,
      version: '0.1.0',
      site: { id: '1', name: siteName, kind: 'hybrid' },
      world: { kind: 'practice', id: '2', name: 'Practice University' },
      steps: steps.map(({ id }) => id),
      plan: 7,
      by: 'a.bakker',
      computer: 'ADMIN01',
      note: '',
      resumed: false,
    });
  }

  connected(): this {
    return this.add({
      type: 'looked',
      step: 'connect',
      resource: 'connection/active-directory',
      when: 'before',
      state: 'there',
      properties: {},
      identity: '',
      facts: { HostName: 'DC01.ad.westerveld.example' },
      entries: [],
      changes: [],
    });
  }

  step(step: StepId, total?: number): this {
    return this.add({ type: 'step', step, state: 'begun', ...(total === undefined ? {} : { total }) });
  }

  /** A command with its answer. */
  command(step: StepId, cmdletName: string, identity: string, durationMs = 600): this {
    this.#number += 1;
    const number = this.#number;
    const writes = !cmdletName.startsWith('Get-');
    const target =
      step === 'calendar-permissions' ? ('exchangeOnline' as const) : ('activeDirectory' as const);
    this.add(
      {
        type: 'command',
        number,
        step,
        resource: identity,
        target,
        cmdlet: cmdletName,
        parameters: { Identity: identity },
        writes,
      },
      durationMs,
    );
    return this.add({ type: 'answer', number, step, resource: identity, ok: true, rows: 1, durationMs }, 0);
  }

  resource(
    step: StepId,
    resourceName: string,
    outcome: Outcome,
    more: {
      readonly kind?: string;
      readonly reason?: string;
      readonly isNew?: boolean;
      readonly changes?: readonly Change[];
      readonly secret?: boolean;
    } = {},
    afterMs = 1000,
  ): this {
    const {
      kind = 'user in Active Directory',
      reason = '',
      isNew = false,
      changes = [],
      secret = false,
    } = more;
    const resource = `${step}/${resourceName}`;
    if (secret) this.add({ type: 'secret-needed', name: `${resourceName}.password`, step, resource }, 0);
    this.add(
      {
        type: 'looked',
        step,
        resource,
        name: resourceName,
        kind,
        when: 'before',
        state: isNew ? 'absent' : 'there',
        properties: {},
        identity: '',
        facts: {},
        entries: [],
        changes,
      },
      0,
    );
    return this.add(
      {
        type: 'resource',
        step,
        resource,
        name: resourceName,
        kind,
        where: 'Active Directory',
        outcome,
        reason,
      },
      afterMs,
    );
  }

  finding(finding: Partial<Finding>): this {
    return this.add({
      type: 'finding',
      id: 'not-a-member',
      severity: 'to-know',
      step: 'security-group',
      what: 'sa-calpush-3 is no longer a member of the group',
      where: 'Service Accounts Calendar Push, in Exchange Online',
      why: 'Removed since 24 November, 14:19',
      do: 'Run this, or ask who removed it.',
      ...finding,
    });
  }

  finished(exitCode: number): this {
    return this.add({ type: 'finished', run: '2026-11-24-1401', exitCode, counts: {} });
  }
}

/** A change with these differences. */
export const change = (
  differences: readonly (readonly [string, Difference['before'], Difference['after']])[],
): Change => ({
  id: 'change',
  command: cmdlet('activeDirectory', 'Set-ADUser', { Identity: nameOf('sa-calpush-1') }),
  differences: differences.map(([property, before, after]) => ({
    property,
    before,
    after,
    reason: 'The push stops on the day the password expires.',
  })),
  undo: { cannot: 'The old password is not known.' },
  byHand: '',
});

export const undoable = (each: Change): Change => ({ ...each, undo: { command: each.command } });

/** The plan of wizard.md 17. */
export function planOfAccounts(): readonly RecordedEvent[] {
  const made = undoable(
    change(
      ['Name', 'Path', 'Enabled', 'DisplayName', 'UserPrincipalName', 'x', 'y', 'z', 'v'].map(
        (property) => [property, null, 'value'] as const,
      ),
    ),
  );
  return new EventList()
    .started('plan')
    .connected()
    .step('service-accounts', 4)
    .command('service-accounts', 'Get-ADUser', 'sa-calpush-1')
    .resource('service-accounts', 'sa-calpush-1', 'drifted', {
      changes: [
        undoable(change([['password never expires', false, true]])),
        undoable(change([['account expires', '31 December 2026', 'Never']])),
      ],
    })
    .resource('service-accounts', 'sa-calpush-2', 'drifted', { isNew: true, changes: [made], secret: true })
    .resource('service-accounts', 'sa-calpush-3', 'drifted', { isNew: true, changes: [made], secret: true })
    .resource('service-accounts', 'sa-calpush-4', 'in-order')
    .finished(0).events;
}
