import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptFiles, type ScriptCommand } from '../../../shared/commands/scripts.ts';
import type { ScriptSite } from '../../../shared/commands/script-connect.ts';
import { later } from '../../../shared/commands/value.ts';
import { visible } from '../../../shared/log/readable.ts';
import { graphScopes } from '../../../shared/steps/connect/connections.ts';
import { ids } from '../../../shared/steps/ids.ts';
import type { Site } from '../../../shared/site/site.ts';
import { BadInput, fileReason } from '../../bad-input.ts';
import { plannedChanges } from '../../run/planned-changes.ts';
import type { RunFile } from '../../store/run-file.ts';
import { withFreshPlan } from '../fresh-plan.ts';
import type { CliIo } from '../io.ts';
import type { ScriptOptions } from '../options.ts';

/** `script`: the missing changes as PowerShell scripts, one file a connection. */
export async function scriptVerb(options: ScriptOptions, io: CliIo): Promise<number> {
  await makeFolder(options.to);
  return await withFreshPlan(options, io, async (site, file) => {
    const out = options.json ? io.stderr : io.stdout;
    const scripts = scriptFiles(
      scriptSite(site, file),
      () => scriptCommands(file),
      (from, property) => file.report.fact(from, property),
    );
    for (const script of scripts) {
      const path = join(options.to, script.name);
      await writeFile(path, script.chunks, { encoding: 'ascii' });
      out.write(`Script written: ${visible(path)}\n`);
    }
    if (scripts.length === 0) out.write('Nothing has to be changed, so there is no script.\n');
  });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await stat(folder)).isDirectory()) return;
  } catch (failure) {
    throw refused(folder, fileReason(failure));
  }
  throw refused(folder, 'This is a file, not a folder.');
}

const refused = (folder: string, why: string): BadInput =>
  new BadInput("The scripts can't be written", {
    file: folder,
    field: '--to',
    why,
    do: 'Name a folder where you may write',
  });

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

function* scriptCommands(file: RunFile): Generator<ScriptCommand> {
  for (const { resource, name, kind, change } of plannedChanges(file)) {
    yield {
      what: `${name} (${kind}): ${change.differences.map((difference) => difference.property).join(', ')}`,
      command: change.command,
      ...(change.id === 'create' ? { creates: resource } : {}),
    };
  }
}
