import type { Output } from '../../../../shared/commands/command.ts';
import { calendarName, inboxName } from '../../state/calendar-names.ts';
import { calendarFolder, foldersOf } from '../../state/folders.ts';
import { languageOf } from '../../state/mailboxes.ts';
import type { Recipient } from '../../state/recipients.ts';
import { refuseExchange, row, type Call, type Handlers } from '../call.ts';
import { folderMailbox, isInCondition, parseFolderIdentity } from './folder-identity.ts';
import { folderByPath } from '../../state/folders.ts';
import { askedFor } from './looks.ts';
import type { JsonObject } from './rows.ts';

interface FolderShown {
  readonly name: string;
  readonly path: string;
  readonly folderId: string;
  readonly type: string;
  readonly items: number;
}

const folderRow = (asked: string, folder: FolderShown): JsonObject => ({
  Name: folder.name,
  FolderPath: folder.path,
  FolderId: folder.folderId,
  FolderType: folder.type,
  Identity: `${asked}${folder.path.replaceAll('/', '\\')}`,
  ItemsInFolder: folder.items,
});

/** The folders that every mailbox has beside its calendars; the model holds no list of rights for them. */
const otherFolders = (mailbox: Recipient): readonly FolderShown[] => [
  {
    name: 'Top of Information Store',
    path: '/Top of Information Store',
    folderId: `LgAAAAB${mailbox.exchangeGuid.replaceAll('-', '')}AAAA`,
    type: 'Root',
    items: 0,
  },
  {
    name: inboxName(languageOf(mailbox)),
    path: `/${inboxName(languageOf(mailbox))}`,
    folderId: `LgAAAAB${mailbox.exchangeGuid.replaceAll('-', '')}AAAC`,
    type: 'Inbox',
    items: 0,
  },
];

/** Rows of the default calendar and of every calendar below or beside it; FolderType is an English word in every language. (facts-exchange 2.2) */
function getStatistics(call: Call): Iterable<Output> {
  const asked = askedFor(call);
  const mailbox = folderMailbox(call, asked);
  if (isInCondition(call, mailbox, 'no-named-properties')) throw refuseExchange(call, 'noNamedProperties');
  const scope = call.given.text('FolderScope') ?? call.given.text('Folderscope') ?? 'All';
  const calendars = foldersOf(call.state, call.side, mailbox.guid).filter(
    (folder) => folder.type === 'Calendar' || folder.type === 'User Created',
  );
  const all: readonly FolderShown[] =
    scope === 'Calendar' ? calendars : scope === 'All' ? [...otherFolders(mailbox), ...calendars] : [];
  return all.map((folder) => row(folderRow(asked, folder)));
}

/** `DefaultFolderNameMatchingUserLanguage` is filled only where it is asked for. (facts-exchange 2.3) */
function getRegional(call: Call): Iterable<Output> {
  const asked = askedFor(call);
  const mailbox = folderMailbox(call, asked);
  const language = languageOf(mailbox);
  const calendar = calendarFolder(call.state, call.side, mailbox.guid);
  return [
    row({
      Identity: asked,
      Language: language,
      DefaultFolderNameMatchingUserLanguage:
        call.given.flag('VerifyDefaultFolderNameLanguage') === true
          ? calendar?.name === calendarName(language)
          : null,
      TimeZone: 'W. Europe Standard Time',
    }),
  ];
}

function getCalendarFolder(call: Call): Iterable<Output> {
  const identity = askedFor(call);
  const { mailbox: of, path } = parseFolderIdentity(identity);
  const mailbox = folderMailbox(call, of);
  const folder = folderByPath(call.state, call.side, mailbox.guid, path);
  if (folder === undefined || folder.type === 'Root')
    throw refuseExchange(call, 'calendarFolderNotFound', identity);
  return [row({ Identity: identity, PublishEnabled: false, SharingLevelOfDetail: 'AvailabilityOnly' })];
}

/** The cmdlets that read the folders of a mailbox. */
export const folderLooks: Handlers = {
  'Get-MailboxFolderStatistics': getStatistics,
  'Get-EXOMailboxFolderStatistics': getStatistics,
  'Get-MailboxRegionalConfiguration': getRegional,
  'Get-MailboxCalendarFolder': getCalendarFolder,
};
