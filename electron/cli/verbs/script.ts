import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptFiles, type ScriptCommand } from '../../../shared/commands/scripts.ts';
import type { ScriptSite } from '../../../shared/commands/script-connect.ts';
import { later } from '../../../shared/commands/value.ts';
import { visible } from '../../../shared/log/readable.ts';
import { graphScopes } from '../../../shared/steps/connect/connections.ts';
import { ids } from '../../../shared/steps/ids.ts';
import { accountsOf } from '../../../shared/site/sides.ts';
import type { Site } from '../../../shared/site/site.ts';
import { plannedChanges } from '../../run/planned-changes.ts';
import type { RunFile } from '../../store/run-file.ts';
import { withFreshPlan } from '../fresh-plan.ts';
import type { CliIo } from '../io.ts';
import type { ScriptOptions } from '../options.ts';
import { tryFolder } from '../writable-place.ts';

/** `script`: the missing changes as PowerShell scripts, one file a connection. */
export async function scriptVerb(options: ScriptOptions, io: CliIo): Promise<number> {
  const check = async (): Promise<void> => {
    await tryFolder(options.to, "The scripts can't be written");
  };
  return await withFreshPlan(options, io, check, async (site, file) => {
    await mkdir(options.to, { recursive: true });
    const out = options.json ? io.stderr : io.stdout;
    const scripts = scriptFiles(
      scriptSite(site, file),
      () => scriptCommands(file),
      (from, property) => file.report.fact(from, property) ?? naturalName(site, from, property),
    );
    for (const script of scripts) {
      const path = join(options.to, script.name);
      await writeFile(path, script.chunks, { encoding: 'ascii' });
      out.write(`Script written: ${visible(path)}\n`);
    }
    if (scripts.length === 0) out.write('Nothing has to be changed, so there is no script.\n');
    else if (scripts.length > 1)
      out.write('Run them in this order: later ones need what earlier ones make.\n');
  });
}

function scriptSite(site: Site, file: RunFile): ScriptSite {
  const tenantId = file.report.fact(ids.microsoft365, 'TenantId');
  return {
    name: site.name,
    madeAt: file.report.head.startedAt,
    practice: file.report.head.world.kind === 'practice',
    domain: site.onPremises?.domain,
    domainController: site.onPremises === undefined ? undefined : later(ids.activeDirectory, 'HostName'),
    exchangeServer: site.onPremises?.exchangeServer,
    tenant: site.cloud?.tenant,
    tenantId: typeof tenantId === 'string' ? tenantId : undefined,
    environment: site.cloud?.environment ?? 'worldwide',
    graphScopes,
  };
}

/** A mailbox that a script does not see made is named by the address that it will have. */
function naturalName(site: Site, from: string, property: string): string | undefined {
  if (property !== 'Guid') return undefined;
  const account = accountsOf(site).find(
    ({ side, name }) => from === ids.mailbox(side, name) || from === ids.remoteMailbox(name),
  );
  return account?.userPrincipalName;
}

function* scriptCommands(file: RunFile): Generator<ScriptCommand> {
  for (const { resource, name, kind, change } of plannedChanges(file)) {
    yield {
      what: `${name} (${kind}): ${change.differences.map((difference) => difference.property).join(', ')}`,
      command: change.command,
      ...(change.id === 'create' ? { creates: resource } : {}),
    };
  }
}
