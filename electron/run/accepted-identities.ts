import type { Json } from '../../shared/commands/value.ts';
import type { RunRecord } from '../../shared/log/run-record.ts';
import type { SiteMemory } from '../../shared/run/ports.ts';
import { accountsOf, groupsOf } from '../../shared/site/sides.ts';
import type { Site } from '../../shared/site/site.ts';
import { ids } from '../../shared/steps/ids.ts';
import { stepsOf } from '../../shared/steps/index.ts';

/**
 * After a whole run that ended with everything in order, the accounts and groups that are there now are the ones to know
 * again: one that was made again under its name has got all that the former one had, on every calendar.
 */
export function acceptIdentities(site: Site, record: RunRecord, memory: SiteMemory): void {
  if (!isWhole(site, record)) return;
  const accept = (resource: string, identity: Json | undefined): void => {
    if (typeof identity === 'string' && identity !== memory.identity(resource))
      memory.rememberIdentity(resource, identity);
  };
  for (const { side } of groupsOf(site)) accept(ids.group(side), record.fact(ids.group(side), 'Guid'));
  for (const { side, name, madeIn } of accountsOf(site)) {
    const id = ids.account(side, name);
    accept(id, record.fact(id, madeIn === 'entra' ? 'Id' : 'ObjectGuid'));
  }
}

/** Did it go through all steps, for everybody? */
function isWhole(site: Site, { head }: RunRecord): boolean {
  return (
    head.people === '' && head.limit === 0 && stepsOf(site).every((step) => head.steps.includes(step.id))
  );
}
