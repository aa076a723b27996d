import { ServiceError } from '../../../shared/run/service-error.ts';
import { answer, refusal, text, type ComputerAnswer, type Given } from './answer.ts';
import { effectivePolicy, policyScopes, type Computer, type PolicyScope } from './state.ts';

export function getExecutionPolicy(computer: Computer, given: Given): ComputerAnswer {
  if (given.get('list') === true) {
    const rows = policyScopes.map((scope) => ({
      Scope: scope,
      ExecutionPolicy: computer.policies[scope],
    }));
    return answer(computer, ...rows);
  }
  const scope = policyScopes.find((name) => name.toLowerCase() === text(given, 'Scope')?.toLowerCase());
  return answer(computer, scope === undefined ? effectivePolicy(computer) : computer.policies[scope]);
}

const setter = 'Microsoft.PowerShell.Commands.SetExecutionPolicyCommand';

/** Group policy wins: the value is written all the same, and the cmdlet says that it has no effect. (facts-windows 15) */
export function setExecutionPolicy(computer: Computer, given: Given): ComputerAnswer {
  const asked = text(given, 'Scope')?.toLowerCase() ?? 'localmachine';
  const scope = policyScopes.find((name) => name.toLowerCase() === asked);
  if (scope === undefined || scope === 'MachinePolicy' || scope === 'UserPolicy') {
    throw refusal(
      setter,
      'CantSetGroupPolicy',
      'InvalidOperationException',
      'Cannot set execution policy. Execution policies at the MachinePolicy or UserPolicy scopes must be set through Group Policy.',
    );
  }
  if (scope === 'LocalMachine' && !computer.elevated) {
    throw refusal(
      setter,
      'System.UnauthorizedAccessException',
      'UnauthorizedAccessException',
      "Access to the registry key 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell' is denied.",
    );
  }
  const policy = text(given, 'ExecutionPolicy') ?? 'Undefined';
  const changed = { ...computer, policies: { ...computer.policies, [scope]: policy } };
  const overruling = overrulingScope(computer, scope);
  if (overruling !== undefined && policy !== 'Undefined') throw new OverruledPolicy(changed);
  return answer(changed);
}

const overrulingScope = (computer: Computer, scope: PolicyScope): PolicyScope | undefined =>
  policyScopes
    .slice(0, policyScopes.indexOf(scope))
    .find((above) => computer.policies[above] !== 'Undefined');

/** The value was written, and the cmdlet says that group policy overrides it. */
export class OverruledPolicy extends ServiceError {
  readonly computer: Computer;
  constructor(computer: Computer) {
    super({
      target: 'computer',
      kind: 'lasting',
      id: `ExecutionPolicyOverride,${setter}`,
      exception: 'SecurityException',
      text: `Windows PowerShell updated your execution policy successfully, but the setting is overridden by a policy defined at a more specific scope.  Due to the override, your shell will retain its current effective execution policy of ${effectivePolicy(computer)}. Type "Get-ExecutionPolicy -List" to view your execution policy settings. For more information please see "Get-Help Set-ExecutionPolicy".`,
    });
    this.computer = computer;
  }
}
