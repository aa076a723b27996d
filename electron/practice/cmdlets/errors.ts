import type { FailureKind } from '../../../shared/run/service-error.ts';

/** An error that a cmdlet can answer with. `{0}`, `{1}` … in its text are put in when it is thrown. */
export interface KnownError {
  /** Exchange: full type of the exception. Active Directory and PowerShell: its short name. */
  readonly exception: string;
  /** Exchange Online: the `Ex…` id of the text, empty where none is known. Others: what stands before the comma of the id. */
  readonly id: string;
  readonly text: string;
  readonly kind?: FailureKind;
  readonly source: string;
  /** Are type and text sourced? False where the facts say "not sourced" or "from memory". */
  readonly verified: boolean;
}

const tasks = 'Microsoft.Exchange.Configuration.Tasks';
const storeTasks = 'Microsoft.Exchange.Management.StoreTasks';
const storage = 'Microsoft.Exchange.Data.Storage';
const recipientTasks = 'Microsoft.Exchange.Management.RecipientTasks';

/** What the cmdlets of Exchange answer with. (facts-exchange 1.4, 3.3, 6.3) */
export const exchangeErrors = {
  entryExists: {
    exception: `${storeTasks}.UserAlreadyExistsInPermissionEntryException`,
    id: '',
    text: 'An existing permission entry was found for user: {0}.',
    source: 'facts-exchange 1.4',
    verified: true,
  },
  entryMissing: {
    exception: `${storeTasks}.UserNotFoundInPermissionEntryException`,
    id: '',
    text: 'There is no existing permission entry found for user: {0}.',
    source: 'facts-exchange 1.4, 10.14',
    verified: true,
  },
  userUnknown: {
    exception: `${storeTasks}.InvalidExternalUserIdException`,
    id: '',
    text: 'The user "{0}" is either not valid SMTP address, or there is no matching information.',
    source: 'facts-exchange 1.4',
    verified: true,
  },
  userNoPrincipal: {
    exception: `${storeTasks}.InvalidInternalUserIdException`,
    id: '',
    text: 'The user "{0}" isn\'t a valid security principal for folder-level permissions.',
    source: 'facts-exchange 1.4: type sourced, text not',
    verified: false,
  },
  ambiguous: {
    exception: `${tasks}.ManagementObjectAmbiguousException`,
    id: '',
    text: "The operation couldn't be performed because '{0}' matches multiple entries.",
    source: 'facts-exchange 1.4: end of the text sourced, the rest from memory',
    verified: false,
  },
  notFoundOnServer: {
    exception: `${tasks}.ManagementObjectNotFoundException`,
    id: 'Ex6F9304',
    text: "The operation couldn't be performed because object '{0}' couldn't be found on '{1}'.",
    source: 'facts-exchange 1.4, 6.3',
    verified: true,
  },
  mailboxNotFound: {
    exception: `${tasks}.ManagementObjectNotFoundException`,
    id: 'Ex41BAF5',
    text: 'The specified mailbox Identity:"{0}" doesn\'t exist.',
    source: 'facts-exchange 1.4',
    verified: true,
  },
  recipientNotFound: {
    exception: `${tasks}.ManagementObjectNotFoundException`,
    id: 'Ex94914C',
    text: 'Couldn\'t find object "{0}". Please make sure that it was spelled correctly or specify a different object.',
    source: 'facts-exchange 1.4',
    verified: true,
  },
  folderNotFound: {
    exception: `${tasks}.ManagementObjectNotFoundException`,
    id: '',
    text: "The operation couldn't be performed because '{0}' couldn't be found.",
    source: 'facts-exchange 1.4',
    verified: true,
  },
  calendarFolderNotFound: {
    exception: `${storage}.CantFindCalendarFolderException`,
    id: '',
    text: "There isn't a calendar folder that matches {0}. Make sure that you entered the correct name of the calendar folder.",
    source: 'facts-exchange 1.4',
    verified: true,
  },
  specialUser: {
    exception: `${storeTasks}.CannotRemoveSpecialUserException`,
    id: '',
    text: "The permission entry of user {0} can't be removed.",
    source: 'facts-exchange 1.4: type sourced, text not',
    verified: false,
  },
  listFull: {
    exception: `${storage}.ACLTooBigException`,
    id: '',
    text: 'The access control list of the folder is too big.',
    source: 'facts-exchange 1.4: type sourced, text not',
    verified: false,
  },
  listDamaged: {
    exception: `${storage}.CorruptDataException`,
    id: '',
    text: 'The security principal specified is already on the permission set.',
    source: 'facts-exchange 1.4',
    verified: true,
  },
  rightsMixed: {
    exception: 'System.ArgumentException',
    id: '',
    text: "A role and single rights can't be given together: {0}.",
    source: 'facts-exchange 1.3: type from a decompilation, text not sourced',
    verified: false,
  },
  flagsNeedEditor: {
    exception: 'System.ArgumentException',
    id: '',
    text: 'SharingPermissionFlags {0} can be set only with the Editor role, and CanViewPrivateItems only with Delegate.',
    source: 'facts-exchange 1.3: rule documented, text not sourced',
    verified: false,
  },
  noNamedProperties: {
    exception: `${storage}.QuotaExceededException`,
    id: '',
    text: 'Cannot get ID from name.',
    source: 'facts-exchange 1.4',
    verified: true,
  },
  serverHop: {
    exception: 'Microsoft.Exchange.Configuration.CmdletProxyException',
    id: '',
    text: "Error on proxy command '{0}' to server {1}: Server version 15.20.7091.0000, Proxy method PSWS: \r\nInternalServerError",
    kind: 'transient',
    source: 'facts-exchange 1.4, 10.18',
    verified: true,
  },
  storeHiccup: {
    exception: `${storage}.StorageTransientException`,
    id: '',
    text: "The mailbox '{0}' can't be opened at the moment.",
    kind: 'transient',
    source: 'facts-exchange 4.3, 9: that it happens is sourced, type and text are not',
    verified: false,
  },
  mailboxMoving: {
    exception: `${storage}.MailboxInTransitException`,
    id: '',
    text: "The mailbox '{0}' is being moved.",
    kind: 'transient',
    source: 'facts-exchange 1.4: no id for it could be sourced',
    verified: false,
  },
  objectExists: {
    exception: 'Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException',
    id: '',
    text: "The object '{0}' already exists.",
    source: 'facts-exchange 3.3',
    verified: true,
  },
  addressTaken: {
    exception: 'Microsoft.Exchange.Data.Directory.Recipient.ProxyAddressExistsException',
    id: '',
    text: 'The proxy address "SMTP:{0}" is already being used by the proxy addresses or LegacyExchangeDN of "{1}". Please choose another proxy address.',
    source: 'facts-exchange 3.3: text documented, type from memory',
    verified: false,
  },
  notManager: {
    exception: `${tasks}.OperationRequiresGroupManagerException`,
    id: '',
    text: "You don't have sufficient permissions. This operation can only be performed by a manager of the group.",
    source: 'facts-exchange 3.3',
    verified: true,
  },
  memberExists: {
    exception: 'Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException',
    id: '',
    text: 'The recipient "{0}" is already a member of the group "{1}".',
    source: 'facts-exchange 3.3: type and "already a member of the group" sourced, full sentence from memory',
    verified: false,
  },
  memberMissing: {
    exception: 'Microsoft.Exchange.Management.Tasks.MemberNotFoundException',
    id: '',
    text: "The recipient {0} isn't a member of the group {1}.",
    source: 'facts-exchange 3.3: from memory',
    verified: false,
  },
  synchronised: {
    exception: `${tasks}.TaskInvalidOperationException`,
    id: '',
    text: "The operation on mailbox \"{0}\" failed because it's out of the current user's write scope. The action '{1}', '{2}', can't be performed on the object '{0}' because the object is being synchronized from your on-premises organization. This action should be performed on the object in your on-premises organization.",
    source: 'facts-exchange 3.3: text documented, type not sourced',
    verified: false,
  },
  groupNotUniversal: {
    exception: `${recipientTasks}.RecipientTaskException`,
    id: '',
    text: "You can't mail-enable the group '{0}' because it isn't a universal group.",
    source: 'facts-exchange 3.2: not sourced',
    verified: false,
  },
  wrongRecipientType: {
    exception: `${recipientTasks}.RecipientTaskException`,
    id: '',
    text: 'This task does not support recipients of this type. The specified recipient {0} is of type {1}. Please make sure that this recipient matches the required recipient type for this task.',
    source: 'from memory',
    verified: false,
  },
  openGroup: {
    exception: `${recipientTasks}.RecipientTaskException`,
    id: '',
    text: "{0} can't be Open for a security group.",
    source: 'facts-exchange 3.1: rule documented, text not sourced',
    verified: false,
  },
  noDomain: {
    exception: 'Microsoft.Exchange.Data.Directory.SystemConfiguration.NotAcceptedDomainException',
    id: '',
    text: 'The domain of the address "{0}" isn\'t an accepted domain of your organization.',
    source: 'from memory',
    verified: false,
  },
  badAlias: {
    exception: 'Microsoft.Exchange.Data.DataValidationException',
    id: '',
    text: 'The Alias "{0}" isn\'t valid.',
    source: 'facts-exchange 3.1: rule documented, text not sourced',
    verified: false,
  },
  nameTooLong: {
    exception: 'Microsoft.Exchange.Data.DataValidationException',
    id: '',
    text: 'The length of the property is too long. The maximum length is 64 and the length of the value provided is {0}.',
    source: 'facts-exchange 3.1: rule documented, text from memory',
    verified: false,
  },
  blockedWord: {
    exception: `${recipientTasks}.RecipientTaskException`,
    id: '',
    text: "The name '{0}' contains a word that the group naming policy of your organization blocks.",
    source: 'facts-exchange 3.1: rule documented, text not sourced',
    verified: false,
  },
  domainControllerDown: {
    exception: 'Microsoft.Exchange.Data.Directory.SuitabilityDirectoryException',
    id: '',
    text: "An Active Directory error 0x51 occurred when trying to check the suitability of server '{0}'. Error: 'Active directory response: The LDAP server is unavailable.'",
    kind: 'transient',
    source: 'from memory',
    verified: false,
  },
  badFilter: {
    exception: 'Microsoft.Exchange.Data.ParsingInvalidFilterOperatorException',
    id: '',
    text: 'Invalid filter syntax: {0}',
    source: 'from memory',
    verified: false,
  },
} as const satisfies Readonly<Record<string, KnownError>>;

export type ExchangeErrorName = keyof typeof exchangeErrors;
