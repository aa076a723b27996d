import type { FlowWorld } from './flow-world.ts';
import type { Resource } from './resource.ts';

/**
 * A resource that was settled before in this run is not looked at again: what others need of it comes from the run's
 * file, and the site's memory, which is a file of its own, may lack what a killed process was about to write there.
 */
export function takeOver(
  { journal, facts, memory }: Pick<FlowWorld, 'journal' | 'facts' | 'memory'>,
  resource: Resource,
): void {
  const { history } = journal;
  facts.set(resource.id, history.facts(resource.id) ?? {});
  if (resource.remember === undefined || history.outcome(resource.id) !== 'changed') return;
  const sent = history.sent(resource.id);
  for (const change of history.agreed(resource.id) ?? [])
    if (sent.has(change.id)) resource.remember(memory, change, true);
}
