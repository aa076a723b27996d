import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import type { Finding } from '../../run/finding.ts';
import type { Looker } from '../../run/ports.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';

const setting = z.unknown().optional();
const policyRow = z.object({
  EnableTranscripting: setting,
  EnableModuleLogging: setting,
  EnableScriptBlockLogging: setting,
});

interface LoggingPolicy {
  readonly key: string;
  readonly value: keyof typeof policyRow.shape;
  readonly what: string;
  readonly why: string;
}

const id = 'prerequisite/logging-policies';

/** What each policy would record of this program's work. (facts-windows 7) */
const policies: readonly LoggingPolicy[] = [
  {
    key: 'Transcription',
    value: 'EnableTranscripting',
    what: 'PowerShell transcripts are written on this computer',
    why: 'They record every command with its values. Passwords are not among them: those are handed over as secure strings, which a transcript shows as a type name.',
  },
  {
    key: 'ModuleLogging',
    value: 'EnableModuleLogging',
    what: 'Module logging records commands on this computer',
    why: 'The event log keeps every command with its values. Passwords are not among them; the access token of the Exchange Online module would be, and is valid for about an hour.',
  },
  {
    key: 'ScriptBlockLogging',
    value: 'EnableScriptBlockLogging',
    what: 'Script block logging records scripts on this computer',
    why: "The event log keeps the text of scripts, also of this program's own script. The values of commands are not in it.",
  },
];

/** Does group policy make Windows record what PowerShell does? Said before anything is done; nothing is changed. */
export function loggingPolicies(): Resource {
  return resource<readonly LoggingPolicy[]>({
    id,
    step: 'prerequisites',
    name: 'Logging policies',
    kind: 'setting of this computer',
    where: 'this computer',
    lane: 'computer',
    needs: [],
    async inspect(looker) {
      const on: LoggingPolicy[] = [];
      for (const policy of policies) if (await isOn(looker, policy)) on.push(policy);
      return on;
    },
    judge: (on) => ({
      properties: Object.fromEntries(policies.map((policy) => [policy.key, on.includes(policy)])),
      findings: on.map(recorded),
    }),
  });
}

async function isOn(looker: Looker, policy: LoggingPolicy): Promise<boolean> {
  for (const hive of ['HKLM', 'HKCU']) {
    const path = `${hive}:\\Software\\Policies\\Microsoft\\Windows\\PowerShell\\${policy.key}`;
    const rows = await unlessNotFound(
      looker.read(cmdlet('computer', 'Get-ItemProperty', { Path: path }), policyRow),
    );
    const value = rows?.[0]?.[policy.value];
    if (value === 1 || value === '1' || value === true) return true;
  }
  return false;
}

const recorded = (policy: LoggingPolicy): Finding => ({
  id: `logging-${policy.key.toLowerCase()}`,
  severity: 'to-know',
  step: 'prerequisites',
  resource: id,
  what: policy.what,
  where: `Policy ${policy.key} on this computer`,
  why: policy.why,
  do: 'Nothing, unless these records are read by people who should not know the names of accounts and groups.',
});
