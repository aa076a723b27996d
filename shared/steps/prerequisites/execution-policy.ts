import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import type { Json } from '../../commands/value.ts';
import type { Finding } from '../../run/finding.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import { executionPolicyId as id } from './resource-ids.ts';

type Found = Readonly<Record<string, string>>;

/** Scopes in order of effect; the first that is not Undefined counts. (facts-windows 15) */
const scopes = ['MachinePolicy', 'UserPolicy', 'Process', 'CurrentUser', 'LocalMachine'];
const groupPolicyScopes = new Set(['MachinePolicy', 'UserPolicy']);
/** Policies under which the Exchange Online module and exported scripts run. */
const suffices = new Set(['RemoteSigned', 'Unrestricted', 'Bypass']);

/**
 * The execution policy, where the Exchange Online module needs it. It is never lowered for the machine: the remedy is
 * the current user's own. What this program itself does needs none of it. (facts-windows 15)
 */
export function executionPolicy(): Resource {
  return resource<Found>({
    id,
    step: 'prerequisites',
    name: 'Execution policy',
    kind: 'setting of this computer',
    where: 'this computer',
    lane: 'computer',
    needs: [],
    async inspect(looker) {
      const rows = await looker.read(
        cmdlet('computer', 'Get-ExecutionPolicy', { List: true }),
        z.object({ Scope: z.string(), ExecutionPolicy: z.string() }),
      );
      return Object.fromEntries(rows.map((row) => [row.Scope, row.ExecutionPolicy]));
    },
    judge(found) {
      const inForce = policyInForce(found);
      const properties: Record<string, Json> = { ...found, inForce: inForce.policy };
      if (suffices.has(inForce.policy)) return { properties };
      if (groupPolicyScopes.has(inForce.scope)) {
        return { properties, findings: [setByGroupPolicy(inForce.policy, inForce.scope)] };
      }
      return { properties, changes: [allowForCurrentUser(found['CurrentUser'] ?? 'Undefined')] };
    },
  });
}

/** Nothing set means Restricted on a client. (On a server it would be RemoteSigned; setting that for the user changes nothing there.) */
function policyInForce(found: Found): { readonly scope: string; readonly policy: string } {
  const scope = scopes.find((one) => (found[one] ?? 'Undefined') !== 'Undefined');
  return scope === undefined
    ? { scope: '', policy: 'Restricted' }
    : { scope, policy: found[scope] ?? 'Undefined' };
}

const setCurrentUser = (policy: string) =>
  cmdlet('computer', 'Set-ExecutionPolicy', {
    ExecutionPolicy: policy,
    Scope: 'CurrentUser',
    Force: true,
    Confirm: false,
  });

const allowForCurrentUser = (before: string): Change => ({
  id: 'allow-for-current-user',
  command: setCurrentUser('RemoteSigned'),
  differences: [
    {
      property: 'CurrentUser',
      before,
      after: 'RemoteSigned',
      reason: 'The Exchange Online module writes a script of its own and runs it, which this policy forbids.',
    },
  ],
  undo: { command: setCurrentUser(before) },
  byHand:
    'In Windows PowerShell, run Set-ExecutionPolicy RemoteSigned -Scope CurrentUser and answer Y. It holds for your own account only.',
});

const setByGroupPolicy = (policy: string, scope: string): Finding => ({
  id: 'execution-policy-by-group-policy',
  severity: 'stops',
  step: 'prerequisites',
  resource: id,
  what: `Group policy sets the execution policy to ${policy}`,
  where: `${scope} on this computer`,
  why: 'The Exchange Online module writes a script of its own and runs it, which this policy forbids. No other setting has effect while group policy decides.',
  do: 'Ask whoever manages group policy to set "Turn on Script Execution" to "Allow local scripts and remote signed scripts" for this computer, or use another computer.',
});
