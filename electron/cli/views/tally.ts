import type { Target } from '../../../shared/commands/command.ts';
import type { Outcome, RecordedEvent, EventOf } from '../../../shared/run/events.ts';
import type { Finding } from '../../../shared/run/finding.ts';
import type { Difference } from '../../../shared/run/resource.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import { hostIn } from './connected-host.ts';

/** A resource that is not simply right, as a line of a plan or of a summary. */
export interface Row {
  readonly name: string;
  readonly kind: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** Was there nothing at the look? */
  readonly isNew: boolean;
  readonly differences: readonly Difference[];
  /** Passwords that it needs. */
  readonly secrets: number;
  /** Has a finding told about it already? */
  readonly isToldOf: boolean;
}

/** Resources that read the same but for their names. */
export interface RowGroup {
  readonly row: Row;
  total: number;
  /** Names of the first few. */
  readonly names: string[];
}

/** Findings of the same kind in the same step. */
export interface FindingTally {
  readonly first: Finding;
  total: number;
  /** Where the first few others are. */
  readonly others: string[];
}

/** What is known of a step so far. */
export interface StepTally {
  readonly id: StepId;
  /** How many resources it has, as far as that is known. */
  total: number;
  /** How often it was gone through: where each step is asked about, once to look and once to change. */
  passes: number;
  /** How many of its resources were looked at and are not settled. */
  unsettled: number;
  /** When its first resource was looked at (ISO 8601); empty before. */
  lookedAt: string;
  readonly counts: Partial<Record<Outcome, number>>;
  readonly groups: Map<string, RowGroup>;
  /** Names of what is right, the first few. */
  readonly right: string[];
  readonly targets: Set<Target>;
  changes: number;
  /** Why changes can't be taken back: reasons, with how many changes each. */
  readonly lasting: Map<string, number>;
}

/** What is held of each kind of row and finding: a run of 50,000 people fits in it as one of ten does. */
const mostGroups = 200;
const mostNames = 5;

/** What a look said that is not settled yet. Looks that read alike share what they said. */
interface Pending {
  readonly step: StepId;
  readonly name: string;
  readonly kind: string;
  readonly said: Said;
}

interface Said {
  readonly isNew: boolean;
  readonly differences: readonly Difference[];
  readonly changes: number;
  /** Why changes of it can't be taken back. */
  readonly lasting: readonly string[];
}

const nothingSaid: Said = { isNew: false, differences: [], changes: 0, lasting: [] };

/** A run as its events tell it, in a size that does not grow with the number of people. */
export class Tally {
  started: EventOf<'started'> | undefined;
  finished: EventOf<'finished'> | undefined;
  readonly steps = new Map<StepId, StepTally>();
  readonly findings = new Map<string, FindingTally>();
  /** Names of servers and tenants, by target. */
  readonly hosts = new Map<Target, string>();
  /** What was said of resources whose outcome has not come yet. */
  readonly #pending = new Map<string, Pending>();
  readonly #said = new Map<string, Said>();
  readonly #secrets = new Map<string, number>();
  readonly #toldOf = new Set<string>();

  add(event: RecordedEvent): void {
    switch (event.type) {
      case 'started':
        this.started = event;
        return;
      case 'finished':
        this.finished = event;
        return;
      case 'step':
        this.#step(event);
        return;
      case 'command':
        this.step(event.step).targets.add(event.target);
        return;
      case 'secret-needed':
        this.#secrets.set(event.resource, (this.#secrets.get(event.resource) ?? 0) + 1);
        return;
      case 'looked':
        this.#looked(event, event.at);
        return;
      case 'finding':
        this.#finding(event);
        return;
      case 'resource':
        this.#resource(event);
        return;
      case 'answer':
      case 'probe':
      case 'progress':
      case 'waiting':
      case 'slowed':
      case 'change':
        return;
    }
  }

  /** How many of a step's resources are settled. */
  settled(step: StepId): number {
    return Object.values(this.step(step).counts).reduce((sum, value) => sum + value, 0);
  }

  /** How far the present pass is: while each step is only looked at before its question, a look is enough. */
  done(id: StepId, asks: boolean): number {
    const step = this.step(id);
    return this.settled(id) + (asks && step.passes === 1 ? step.unsettled : 0);
  }

  /** A step as it is planned: with what was looked at and waits for an answer to its question. */
  planned(id: StepId): StepTally {
    const { counts, groups, lasting, ...step } = this.step(id);
    const planned = {
      ...step,
      counts: { ...counts },
      groups: new Map([...groups].map(([key, each]) => [key, { ...each, names: [...each.names] }])),
      lasting: new Map(lasting),
    };
    for (const [resource, pending] of this.#pending)
      if (pending.step === id && pending.said.changes > 0)
        settle(planned, this.#row(resource, pending, 'drifted', ''), pending.said);
    return planned;
  }

  step(id: StepId): StepTally {
    const known = this.steps.get(id);
    if (known !== undefined) return known;
    const made: StepTally = {
      id,
      total: 0,
      passes: 0,
      unsettled: 0,
      lookedAt: '',
      counts: {},
      groups: new Map(),
      right: [],
      targets: new Set(),
      changes: 0,
      lasting: new Map(),
    };
    this.steps.set(id, made);
    return made;
  }

  #step(event: EventOf<'step'>): void {
    const step = this.step(event.step);
    if (event.total !== undefined) step.total = event.total;
    if (event.state === 'begun') step.passes += 1;
  }

  #looked(event: EventOf<'looked'>, at: string): void {
    const step = this.step(event.step);
    if (step.lookedAt === '') step.lookedAt = at;
    const host = hostIn(event.resource, event.facts);
    if (host !== undefined) this.hosts.set(host.target, host.name);
    if (event.when === 'after') return;
    const name = event.name ?? event.resource.split('/').at(-1) ?? event.resource;
    const said = this.#shared(saidIn(event));
    if (!this.#pending.has(event.resource)) step.unsettled += 1;
    this.#pending.set(event.resource, { step: event.step, name, kind: event.kind ?? '', said });
  }

  #shared(said: Said): Said {
    const key = JSON.stringify(said);
    const known = this.#said.get(key);
    if (known !== undefined) return known;
    if (this.#said.size < mostGroups) this.#said.set(key, said);
    return said;
  }

  #finding(finding: Finding): void {
    const key = `${finding.severity} ${finding.step} ${finding.id}`;
    const known = this.findings.get(key);
    if (finding.resource !== undefined) this.#toldOf.add(finding.resource);
    if (known === undefined) this.findings.set(key, { first: finding, total: 1, others: [] });
    else {
      known.total += 1;
      if (known.others.length < mostNames) known.others.push(finding.where);
    }
  }

  #resource(event: EventOf<'resource'>): void {
    const step = this.step(event.step);
    const { resource, name, kind, outcome } = event;
    const said = this.#pending.get(resource)?.said ?? nothingSaid;
    settle(step, this.#row(resource, { name, kind, said }, outcome, event.reason), said);
    if (this.#pending.delete(resource)) step.unsettled -= 1;
    this.#secrets.delete(resource);
    this.#toldOf.delete(resource);
  }

  #row(
    resource: string,
    { name, kind, said }: Pick<Pending, 'name' | 'kind' | 'said'>,
    outcome: Outcome,
    reason: string,
  ): Row {
    return {
      name,
      kind,
      outcome,
      reason,
      isNew: said.isNew,
      differences: said.differences,
      secrets: this.#secrets.get(resource) ?? 0,
      isToldOf: this.#toldOf.has(resource),
    };
  }
}

const saidIn = ({ state, changes }: EventOf<'looked'>): Said => ({
  isNew: state === 'absent',
  differences: changes.flatMap(({ differences }) => differences),
  changes: changes.length,
  lasting: changes.flatMap(({ undo }) => ('cannot' in undo ? [undo.cannot] : [])),
});

function settle(step: StepTally, row: Row, said: Said): void {
  step.counts[row.outcome] = (step.counts[row.outcome] ?? 0) + 1;
  if (row.outcome === 'in-order') {
    if (step.right.length < mostNames) step.right.push(row.name);
    return;
  }
  if (row.outcome === 'drifted' || row.outcome === 'changed') {
    step.changes += said.changes;
    for (const reason of said.lasting) step.lasting.set(reason, (step.lasting.get(reason) ?? 0) + 1);
  }
  group(step, row);
}

function group(step: StepTally, row: Row): void {
  const { name, ...rest } = row;
  const exact = JSON.stringify(rest);
  const key = step.groups.has(exact) || step.groups.size < mostGroups ? exact : `others ${row.outcome}`;
  const known = step.groups.get(key);
  if (known === undefined) step.groups.set(key, { row, total: 1, names: [name] });
  else {
    known.total += 1;
    if (known.names.length < mostNames) known.names.push(name);
  }
}

const settledWell: ReadonlySet<Outcome> = new Set(['in-order', 'changed', 'left-out']);

/** Is there nothing left to do about it? */
export const isSettledWell = (outcome: Outcome): boolean => settledWell.has(outcome);
