import { createHash, randomUUID } from 'node:crypto';
import type { CmdletTarget } from '../../../shared/commands/command.ts';
import { ServiceError } from '../../../shared/run/service-error.ts';
import { directoryErrors, powerShellErrors } from './directory-errors.ts';
import type { DirectoryErrorName, PowerShellErrorName } from './directory-errors.ts';
import { exchangeErrors, type ExchangeErrorName, type KnownError } from './errors.ts';

/** Where a refusal comes from. */
export interface Refused {
  readonly target: CmdletTarget;
  readonly cmdlet: string;
  /** Name of the server that answers, for Exchange's ids. */
  readonly server?: string;
}

const filled = (text: string, values: readonly string[]): string =>
  text.replaceAll(/\{(\d)\}/gu, (_, index: string) => values[Number(index)] ?? '');

/** A refusal by Exchange in the shape of its transport: an id of remoting on-premises, `id|type|text` online. (facts-exchange 1.5) */
export function exchangeRefusal(where: Refused, name: ExchangeErrorName, ...values: string[]): ServiceError {
  const known: KnownError = exchangeErrors[name];
  const text = filled(known.text, values);
  const exception = known.exception.slice(known.exception.lastIndexOf('.') + 1);
  const kind = known.kind ?? 'lasting';
  const common = { target: where.target, kind, exception };
  const server = where.server ?? '';
  if (where.target === 'exchangeOnline')
    return new ServiceError({
      ...common,
      id: `[Server=${server},RequestId=${randomUUID()}],Write-ErrorMessage`,
      text: `${known.id}|${known.exception}|${text}`,
    });
  return new ServiceError({
    ...common,
    id: `[Server=${server},RequestId=${randomUUID()}] [FailureCategory=Cmdlet-${exception}] ${remotingId(where.cmdlet, exception)}`,
    text,
  });
}

const sourcedIds: Readonly<Record<string, string>> = {
  'Get-Mailbox ManagementObjectNotFoundException': '23B091B0',
  'Get-MailboxFolderPermission UserNotFoundInPermissionEntryException': '91D3F338',
};

/** `23B091B0,Microsoft.Exchange.Management.RecipientTasks.GetMailbox`: two of the numbers are sourced, the others are made up but lasting. */
function remotingId(cmdlet: string, exception: string): string {
  const key = `${cmdlet} ${exception}`;
  const number = sourcedIds[key] ?? createHash('sha256').update(key).digest('hex').slice(0, 8).toUpperCase();
  const room = /MailboxFolder|MailboxCalendar|MailboxRegional/u.test(cmdlet)
    ? 'StoreTasks'
    : 'RecipientTasks';
  return `${number},Microsoft.Exchange.Management.${room}.${cmdlet.replaceAll('-', '')}`;
}

/** A refusal by Active Directory. (facts-windows 13) */
export function directoryRefusal(
  where: Refused,
  name: DirectoryErrorName,
  ...values: string[]
): ServiceError {
  const known: KnownError = directoryErrors[name];
  return new ServiceError({
    target: where.target,
    kind: known.exception === 'ADServerDownException' ? 'transient' : 'lasting',
    id: `${known.id},Microsoft.ActiveDirectory.Management.Commands.${where.cmdlet.replaceAll('-', '')}`,
    exception: known.exception,
    text: filled(known.text, values),
  });
}

/** A refusal by PowerShell before a cmdlet ran. */
export function powerShellRefusal(
  where: Refused,
  name: PowerShellErrorName,
  ...values: string[]
): ServiceError {
  const known: KnownError = powerShellErrors[name];
  const command =
    where.target === 'activeDirectory'
      ? `Microsoft.ActiveDirectory.Management.Commands.${where.cmdlet.replaceAll('-', '')}`
      : where.cmdlet;
  return new ServiceError({
    target: where.target,
    kind: known.kind ?? 'lasting',
    id: name === 'noCmdlet' || known.id.includes(',') ? known.id : `${known.id},${command}`,
    exception: known.exception,
    text: filled(known.text, values),
  });
}
