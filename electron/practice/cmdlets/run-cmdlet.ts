import { writes, type CmdletCommand, type Output } from '../../../shared/commands/command.ts';
import type { SentCommand } from '../../../shared/run/events.ts';
import { carryOut } from '../state/received-commands.ts';
import { findSetting } from '../state/settings.ts';
import { bind, type BoundCommand } from './binding.ts';
import { exchangeSettings, refuseExchange, type Call, type Handler, type Handlers } from './call.ts';
import { accountChanges } from './directory/accounts.ts';
import { domainLooks } from './directory/domain.ts';
import { groupChanges } from './directory/groups.ts';
import { directoryLooks } from './directory/looks.ts';
import { connections } from './exchange/connection.ts';
import { folderLooks } from './exchange/folder-looks.ts';
import { folderPermissions } from './exchange/folder-permissions.ts';
import { groupMembers } from './exchange/group-members.ts';
import { exchangeGroupChanges } from './exchange/groups.ts';
import { exchangeLooks } from './exchange/looks.ts';
import { mailboxChanges } from './exchange/mailboxes.ts';
import { organizationCmdlets } from './exchange/organization.ts';
import { isOffered } from './exchange/roles.ts';
import { powerShellRefusal } from './refusing.ts';
import type { Session } from './session.ts';

const handlers: Handlers = {
  ...accountChanges,
  ...domainLooks,
  ...groupChanges,
  ...directoryLooks,
  ...connections,
  ...folderLooks,
  ...folderPermissions,
  ...groupMembers,
  ...exchangeGroupChanges,
  ...exchangeLooks,
  ...mailboxChanges,
  ...organizationCmdlets,
};

/** Cmdlets that are there before their target is connected. */
const opening = new Set([
  'Import-Module',
  'New-PSSession',
  'Remove-PSSession',
  'Connect-ExchangeOnline',
  'Disconnect-ExchangeOnline',
  'Get-ConnectionInformation',
]);

/** Cmdlets that ask back unless `-Confirm:$false` is given; in a session without a person that is a refusal. (facts-exchange 1.3; ConfirmImpact High) */
const asking = new Set([
  'Remove-ADUser',
  'Remove-ADGroup',
  'Remove-ADGroupMember',
  'Disable-Mailbox',
  'Disable-RemoteMailbox',
  'Disable-DistributionGroup',
  'Remove-DistributionGroup',
  'Remove-DistributionGroupMember',
  'Remove-MailboxFolderPermission',
  'Disconnect-ExchangeOnline',
]);

/**
 * Carries out one cmdlet at the practice site, as one transaction, and notes it among the commands received. Its secrets
 * stand as references in the command and by name in `secrets`; they reach the cmdlet's own code and nothing else. Throws
 * `ServiceError` as the real service would; rows of long lists are read as they are taken.
 */
export function* runCmdlet(
  session: Session,
  command: CmdletCommand,
  secrets: ReadonlyMap<string, string>,
  now: Date,
): Generator<Output> {
  const { state, process } = session;
  const sent: SentCommand = command;
  yield* carryOut(state, { at: now, process, command: sent, writes: writes(command) }, () => {
    const bound = bind(command, secrets);
    const { cmdlet } = bound.signature;
    const call: Call = {
      session,
      state,
      target: command.target,
      side: command.target === 'exchange' ? 'on-premises' : 'cloud',
      cmdlet,
      given: bound.parameters,
      now,
    };
    const handler = handlerOf(call);
    checkDomainController(call);
    if (bound.whatIf && writes(command)) return [];
    refuseQuestion(call, bound);
    return handler(call);
  });
}

function handlerOf(call: Call): Handler {
  const { target, cmdlet, session } = call;
  const handler = Object.hasOwn(handlers, cmdlet) ? handlers[cmdlet] : undefined;
  const isConnected = opening.has(cmdlet) || session.connected.has(target);
  const isAllowed = target === 'activeDirectory' || opening.has(cmdlet) || isOffered(cmdlet, rolesOf(call));
  if (handler === undefined || !isConnected || !isAllowed) throw powerShellRefusal(call, 'noCmdlet', cmdlet);
  return handler;
}

function rolesOf(call: Call): readonly string[] {
  const name = call.target === 'exchange' ? 'exchangeServer' : 'exchangeOnline';
  return findSetting(call.state, name) === undefined ? [] : exchangeSettings(call).roles;
}

/** `-DomainController` of Exchange Server's cmdlets must name one that is there and up. */
function checkDomainController(call: Call): void {
  const named = call.given.textOf('DomainController').toLowerCase();
  if (call.target !== 'exchange' || named === '') return;
  const controllers = findSetting(call.state, 'activeDirectory')?.domainControllers ?? [];
  if (!controllers.some((one) => one.up && one.hostName.toLowerCase() === named))
    throw refuseExchange(call, 'domainControllerDown', named);
}

function refuseQuestion(call: Call, bound: BoundCommand): void {
  const asks = bound.confirm ?? asking.has(call.cmdlet);
  if (asks && bound.signature.shouldProcess && !call.session.hasPerson)
    throw powerShellRefusal(call, 'asksBack');
}
