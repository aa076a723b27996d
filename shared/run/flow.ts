import { secretsIn } from '../commands/resolve.ts';
import type { Outcome } from './events.ts';
import { applyChanges } from './applying.ts';
import { failureKey, findingForFailure, type Doing } from './failure-findings.ts';
import type { Finding } from './finding.ts';
import { movedFinding } from './moved-findings.ts';
import { isWriting, type Pass } from './pass.ts';
import type { Ending, FlowWorld, Seen } from './flow-world.ts';
import { isInOrder, lookUntilThere, mayCome, mayShow, mayShowOf, stopsBy } from './awaiting.ts';
import { NotKnownYet } from './looking.ts';
import { allGuarded, type Change, type Resource, type Sight } from './resource.ts';
import { ServiceError } from './service-error.ts';

const ended = (outcome: Outcome, reason = '', failure = ''): Ending => ({ outcome, reason, failure });

/** One resource from the first look to the last: the flow that every resource of every step goes through. */
export class Flow {
  readonly #world: FlowWorld;
  readonly #resource: Resource;
  readonly #pass: Pass;

  constructor(world: FlowWorld, resource: Resource, pass: Pass) {
    this.#world = world;
    this.#resource = resource;
    this.#pass = pass;
  }

  /** Carries the resource to its end. Rejects only where the run itself can't go on (its record, or a bug). */
  async run(): Promise<Ending> {
    const { needs } = this.#world;
    if (this.#isStopped()) return ended('not-done', 'The run was stopped before its turn.');
    if (!isWriting(this.#pass)) {
      await needs.haveLooked(this.#resource.needs);
      return await this.#look();
    }
    const unmet = await needs.firstUnmet(this.#resource.needs);
    if (unmet !== undefined)
      return ended('not-done', `It needs ${needs.called(unmet)}, which is not in order.`);
    if (this.#isStopped()) return ended('not-done', 'The run was stopped before its turn.');
    return this.#pass === 'apply' ? await this.#apply() : await this.#change();
  }

  #isStopped(): boolean {
    return this.#world.stop.aborted;
  }

  async #look(): Promise<Ending> {
    const sight = await this.#sight('before');
    if ('ending' in sight) return sight.ending;
    this.#tell(sight.findings);
    if (sight.state === 'left-out') return ended('left-out', sight.reason);
    const due =
      this.#pass === 'verify' ? sight.changes.filter((change) => change.isOffer !== true) : sight.changes;
    if (isInOrder({ ...sight, changes: due })) return ended('in-order');
    const stopped = stopsBy(sight.findings);
    if (stopped !== undefined) return ended('failed', stopped);
    this.#askForSecrets(sight.changes);
    return ended('drifted', sight.reason);
  }

  #askForSecrets(changes: readonly Change[]): void {
    const { step, id: resource } = this.#resource;
    for (const name of new Set(changes.flatMap((change) => secretsIn(change.command)))) {
      this.#world.journal.record({ type: 'secret-needed', name, step, resource });
    }
  }

  async #change(mayWrite = true): Promise<Ending> {
    const claimable = this.#sentBefore();
    const sight = claimable === undefined ? await this.#firstSight() : await this.#sightAfter(claimable);
    if ('ending' in sight) return sight.ending;
    this.#claim(claimable, sight);
    if (sight.state === 'left-out' || isInOrder(sight)) {
      this.#tell(sight.findings);
      if (sight.state === 'left-out') return ended('left-out', sight.reason);
      return ended(claimable === undefined ? 'in-order' : 'changed');
    }
    const stopped = stopsBy(sight.findings);
    if (stopped !== undefined || sight.changes.length === 0) this.#tell(sight.findings);
    if (stopped !== undefined) return ended('failed', stopped);
    if (sight.changes.length === 0) {
      return ended(sight.state === 'waiting' ? 'waiting' : 'failed', sight.reason);
    }
    if (!mayWrite) return ended('drifted', 'It asks for a change that was not shown before.');
    return await this.#write(sight.changes, false);
  }

  /** Makes the changes that the plan asked for, if the ground is as it was. */
  async #apply(): Promise<Ending> {
    const agreed = this.#world.journal.history.agreed(this.#resource.id) ?? [];
    if (this.#sentBefore() !== undefined) return await this.#change();
    // Nothing was agreed to here: it may be waited for, and what it asks for then is asked for anew.
    if (agreed.length === 0) return await this.#change(false);
    if (!allGuarded(agreed)) {
      const sight = await this.#sight('check');
      if ('ending' in sight) return sight.ending;
      if (!asksTheSame(agreed, sight.changes)) return this.#moved(sight);
    }
    return await this.#write(agreed, true);
  }

  async #write(changes: readonly Change[], isAgreed: boolean): Promise<Ending> {
    const result = await applyChanges(
      { ...this.#world, look: () => this.#sight('check'), resource: this.#resource },
      changes,
    );
    switch (result.kind) {
      case 'stopped':
        return ended('not-done', 'The run was stopped before this was done.');
      case 'unknown-value':
        return ended(
          'not-done',
          `It needs ${this.#world.needs.called(result.from)}, which is not there yet.`,
        );
      case 'moved':
        return this.#moved(result.sight);
      case 'failed':
        this.#tell(result.sight?.findings ?? []);
        return this.#failed(result.failure, 'change', 'failed');
      case 'unseen':
        return result.ending;
      case 'overtaken':
        if (isAgreed) return this.#moved(result.sight);
        this.#tell(result.sight.findings);
        return ended('in-order');
      case 'made':
        return await this.#readBack();
    }
  }

  async #readBack(): Promise<Ending> {
    const sight = await this.#awaited(mayShow, () => this.#sight('after'));
    if ('ending' in sight) return sight.ending;
    this.#tell(sight.findings);
    if (isInOrder(sight)) return ended('changed');
    if (sight.state === 'waiting') return ended('waiting', sight.reason);
    const properties = sight.changes.flatMap((c) => c.differences.map((d) => d.property));
    this.#tell([
      {
        id: 'not-as-written',
        severity: 'to-know',
        step: this.#resource.step,
        resource: this.#resource.id,
        what: `${this.#resource.name} is not as it was written`,
        where: this.#resource.where,
        why: `It was changed, and read back differently: ${properties.join(', ') || sight.reason}. A policy or another person may have changed it back.`,
        do: 'Run the step again. If it happens again, look at the policies of the system that holds it.',
      },
    ]);
    return ended('failed', 'Read back, it is not as it was written.');
  }

  async #firstSight(): Promise<Seen> {
    return await this.#awaited(mayCome, () => this.#sight('before'));
  }

  /** What an earlier process sent may take its time to show; where it does not, it never arrived and is asked for anew. */
  async #sightAfter(sent: readonly Change[]): Promise<Seen> {
    return await this.#awaited(mayShowOf(sent), () => this.#sight('after'), true);
  }

  /** Looks until what is on its way has come, or the patience has run out. */
  async #awaited(
    isOnItsWay: (sight: Sight) => boolean,
    look: () => Promise<Seen>,
    isAskedAnew = false,
  ): Promise<Seen> {
    const awaited = await lookUntilThere(this.#world, this.#resource, isOnItsWay, await look(), look);
    if ('stopped' in awaited) return { ending: ended('not-done', 'The run was stopped while it waited.') };
    if (!('gaveUp' in awaited)) return awaited;
    if (isAskedAnew && awaited.sight.changes.length > 0) return awaited.sight;
    this.#tell(awaited.gaveUp);
    return { ending: ended('waiting', awaited.reason) };
  }

  /** One look. A look that can't be had is an ending, never "absent". */
  async #sight(when: 'before' | 'after' | 'check'): Promise<Seen> {
    const { facts, journal } = this.#world;
    let sight: Sight;
    try {
      sight = await this.#resource.look(this.#world.lookerFor(this.#resource));
    } catch (failure) {
      if (failure instanceof NotKnownYet) {
        const outcome = !isWriting(this.#pass) ? 'drifted' : 'not-done';
        return {
          ending: ended(
            outcome,
            `It needs ${this.#world.needs.called(failure.from)}, which is not there yet.`,
          ),
        };
      }
      return {
        ending: this.#failed(
          failure,
          when === 'after' ? 'read-back' : 'look',
          when === 'after' ? 'failed' : 'could-not-look',
        ),
      };
    }
    if (sight.state === 'there') facts.set(this.#resource.id, sight.facts);
    else if (sight.state === 'absent') facts.forget(this.#resource.id);
    if (when !== 'check') {
      const { state, properties, identity, entries, changes } = sight;
      journal.record({
        type: 'looked',
        step: this.#resource.step,
        resource: this.#resource.id,
        name: this.#resource.name,
        kind: this.#resource.kind,
        when,
        state,
        properties,
        identity,
        facts: sight.facts,
        entries,
        changes,
      });
    }
    return sight;
  }

  #failed(failure: unknown, doing: Doing, outcome: Outcome): Ending {
    const finding = findingForFailure(failure, this.#resource, doing);
    this.#tell([finding]);
    const said = failure instanceof ServiceError ? failure.message : '';
    return ended(outcome, said === '' ? finding.why : said, failureKey(failure));
  }

  #moved(sight: Sight): Ending {
    this.#tell([...sight.findings, movedFinding(this.#resource)]);
    return ended('moved', 'Changed by someone else since the plan.');
  }

  /** The changes of this resource that an earlier process of this run sent, if it sent any. */
  #sentBefore(): readonly Change[] | undefined {
    const { history } = this.#world.journal;
    if (!history.written(this.#resource.id)) return undefined;
    const sent = history.sent(this.#resource.id);
    return (history.agreed(this.#resource.id) ?? []).filter((change) => sent.has(change.id));
  }

  /** What an earlier process sent, with or without seeing its answer, and what is in effect now, is this run's. */
  #claim(sent: readonly Change[] | undefined, sight: Sight): void {
    if (sent === undefined || sight.state !== 'there') return;
    const { journal, memory } = this.#world;
    for (const change of sent) {
      if (sight.changes.some((asked) => asked.id === change.id)) continue;
      journal.record({
        type: 'change',
        step: this.#resource.step,
        resource: this.#resource.id,
        change,
        done: true,
      });
      this.#resource.remember?.(memory, change, true);
    }
  }

  #tell(findings: readonly Finding[]): void {
    for (const finding of findings) this.#world.journal.record({ type: 'finding', ...finding });
  }
}

/** Would the present look ask for exactly the agreed changes, from the same ground? */
function asksTheSame(agreed: readonly Change[], now: readonly Change[]): boolean {
  const form = (changes: readonly Change[]): string =>
    JSON.stringify(
      changes.map((c) => [c.id, c.command, c.differences.map((d) => [d.property, d.before, d.after])]),
    );
  return form(agreed) === form(now);
}
