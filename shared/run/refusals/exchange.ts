import type { Target } from '../../commands/command.ts';
import type { Refusal } from './refusal.ts';

const both: readonly Target[] = ['exchange', 'exchangeOnline'];

/** What Exchange Server and Exchange Online refuse. (facts-exchange 1.4, 3, 4.2, 6.3, 9) */
export const exchangeRefusals: readonly Refusal[] = [
  {
    id: 'cmdlet-not-offered',
    of: both,
    signs: {
      ids: ['CommandNotFoundException'],
      exceptions: ['CommandNotFoundException'],
      words: /is not present in the role definition of the current user/u,
    },
    why: 'Exchange offers only the commands of your roles, and this one is not among them.',
    do: 'Ask for the role: Mail Recipients for calendars and mailboxes, Distribution Groups and Security Group Creation and Membership for the group; Recipient Management holds the first two, Organization Management all. Then sign in anew: a role that was given a moment ago may need half an hour.',
  },
  {
    id: 'parameter-not-offered',
    of: both,
    signs: { ids: ['NamedParameterNotFound'] },
    why: 'Exchange does not offer this setting to your role, or this version of it does not know it.',
    do: 'Sign in as somebody with the whole role (Recipient Management, or Organization Management), and bring Exchange Server or the ExchangeOnlineManagement module up to date.',
  },
  {
    id: 'outside-write-scope',
    of: both,
    // The type is from a decompilation; the sentence was seen.
    signs: { exceptions: ['ADScopeException'], words: /isn't within your current write scopes/u },
    why: 'Your role holds for a part of the organisation only, and this object lies outside that part.',
    do: 'Ask somebody whose role holds for all recipients to run this step, or to widen the write scope of yours.',
  },
  {
    id: 'mastered-on-premises',
    // The facts name no type for it, only the English sentences of both systems.
    signs: {
      words:
        /is being synchronized from your on-premises organization|on-premises mastered Directory Sync objects/u,
    },
    why: 'The object is synchronised from Active Directory and can only be changed there.',
    do: 'Change it in Active Directory and wait for the next synchronisation.',
  },
  {
    id: 'app-without-role',
    of: ['exchangeOnline'],
    signs: { words: /The role assigned to application .+ isn't supported in this scenario/u },
    why: 'The application that signs in to Exchange Online has no role there that may do this, or was given it a moment ago.',
    do: 'Give its service principal the role Exchange Administrator, or a role group of Exchange Online, wait half an hour, then run the step again.',
  },
  {
    id: 'damaged-list',
    of: both,
    signs: { exceptions: ['CorruptDataException'] },
    why: "The calendar's list of entries is damaged: the same person is on it twice, as happens after migrations.",
    do: 'Take the doubled entry away by hand in Outlook (calendar, Properties, Permissions), then try this calendar again. Nothing is written to it until its list can be read.',
  },
  {
    id: 'list-full',
    of: both,
    signs: { exceptions: ['ACLTooBigException'] },
    why: "The calendar's list of entries is full; it holds some hundreds.",
    do: 'Ask the owner to take away entries that are not needed any more, then try this calendar again.',
  },
  {
    id: 'folder-fixed',
    of: both,
    signs: {
      exceptions: ['CannotChangePermissionsOnFolderException', 'CannotRemoveSpecialUserException'],
    },
    why: 'Exchange does not let the rights of this folder, or of this entry, be changed: it is one of its own.',
    do: 'Nothing can be set there. If it is the calendar of a person, send the run log to the maker of this program.',
  },
  {
    id: 'sharing-policy',
    of: both,
    // Its type is not sourced.
    signs: { words: /The Sharing policy doesn't allow you to grant/u },
    why: "The organisation's sharing policy does not allow this right for somebody from outside.",
    do: 'Check that the group in the site file is your own mail-enabled security group, then try this calendar again.',
  },
  {
    id: 'mailbox-being-moved',
    of: both,
    // No id for it could be sourced.
    signs: {
      exceptions: ['MailboxInTransitException', 'MailboxUnavailableException'],
    },
    why: 'The mailbox is being moved to another database or to the other side.',
    do: 'Wait until the move has ended, then run this step again.',
  },
  {
    id: 'mailbox-out-of-names',
    of: both,
    signs: { exceptions: ['QuotaExceededException'] },
    why: 'The mailbox has used up its store of named properties, so its folders can not be listed.',
    do: 'Ask Microsoft, or whoever runs Exchange, to raise the number of named properties of this mailbox, or to move it to another database; then try this calendar again.',
  },
  {
    id: 'no-such-calendar',
    of: both,
    signs: { exceptions: ['CantFindCalendarFolderException'], ids: ['NoDefaultCalendar'] },
    why: 'The mailbox has no calendar folder of this name: it was renamed, or was never opened.',
    do: 'Have the mailbox opened once in Outlook or on the web, then run the step again.',
  },
  {
    id: 'not-a-principal',
    of: both,
    signs: { exceptions: ['InvalidExternalUserIdException', 'InvalidInternalUserIdException'] },
    why: 'Exchange does not know this group, two objects carry its address, or it is not a security group.',
    do: 'Check that the group exists as a mail-enabled security group and that its address is on no other object, then try again.',
  },
  {
    id: 'domain-not-accepted',
    of: both,
    // From memory.
    signs: { exceptions: ['NotAcceptedDomainException'] },
    why: "The domain of the address is none of the organisation's accepted domains.",
    do: 'Choose an address in an accepted domain in the site file, or add the domain to Exchange, then run the step again.',
  },
  {
    id: 'value-not-accepted',
    of: both,
    // From memory; the rules for names and aliases are documented.
    signs: { exceptions: ['DataValidationException', 'RecipientTaskException'] },
    why: 'Exchange does not accept a name, an alias or a setting: it is too long, has characters that are not allowed, is blocked by the naming policy, or does not fit this kind of object.',
    do: "Read the service's own words below, correct the value in the site file, then run the step again.",
  },
  {
    id: 'directory-behind-exchange',
    of: ['exchange'],
    // From memory.
    signs: {
      exceptions: ['SuitabilityDirectoryException', 'ADTransientException', 'DataSourceTransientException'],
    },
    why: 'Exchange Server does not reach the domain controller that this run works with.',
    do: 'Check that the domain controller runs, or name another one in the site file, then run the step again.',
  },
  {
    id: 'module-at-fault',
    of: ['exchangeOnline'],
    // Seen in January 2024.
    signs: { words: /Cannot convert .* to ExchangeVersion/u },
    why: 'The ExchangeOnlineManagement module on this computer does not understand what Exchange Online answers.',
    do: 'Bring the module up to date: Update-Module ExchangeOnlineManagement. Then run the step again.',
  },
];
