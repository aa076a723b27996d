import { randomUUID } from 'node:crypto';
import { hide } from '../clocks.ts';
import { changeEntraObject, entraObject, type EntraObject } from './entra-objects.ts';
import { bringsMailbox, licencesOf } from './licences.ts';
import { furnishMailbox, setAside } from './mailboxes.ts';
import type { PracticeState } from './practice-file.ts';
import { addRecipient, changeRecipient, recipientOfDirectory, type Recipient } from './recipients.ts';
import { setting } from './settings.ts';

/**
 * Makes the mailbox of a user of Entra ID follow the user's licences: a licence with a mailbox plan brings one, which
 * Exchange Online shows after a while (facts-microsoft365 3.4); without one it is kept aside. Call it after each change
 * of licences. A mailbox that lives on-premises stays where it is; a shared mailbox needs no licence.
 */
export function settleCloudMailbox(state: PracticeState, userId: string, now: Date): void {
  const user = entraObject(state, userId);
  if (user === undefined) return;
  const there = recipientOfDirectory(state, 'cloud', userId);
  const wanted =
    user.deletedAt === '' && bringsMailbox(licencesOf(state, userId), setting(state, 'entra').skus);
  if (wanted) bringMailbox(state, user, there, now);
  else if (there?.type === 'UserMailbox') setAside(state, 'cloud', there.guid, now);
}

function bringMailbox(
  state: PracticeState,
  user: EntraObject,
  there: Recipient | undefined,
  now: Date,
): void {
  if (there !== undefined && there.removedAt === '') {
    if (there.type !== 'MailUser' || there.attributes['onPremisesMailbox'] === true) return;
  }
  const address = user.mail === '' ? user.upn : user.mail;
  const mailbox =
    there === undefined
      ? addRecipient(
          state,
          {
            side: 'cloud',
            type: 'UserMailbox',
            name: user.mailNickname,
            displayName: user.displayName,
            alias: user.mailNickname,
            address,
            upn: user.upn,
            sid: user.sid,
            directoryId: user.id,
            attributes: languageFor(user),
          },
          now,
        )
      : changeRecipient(state, 'cloud', there.guid, {
          type: 'UserMailbox',
          removedAt: '',
          ...(there.exchangeGuid === '' ? { exchangeGuid: randomUUID() } : {}),
        });
  furnishMailbox(state, mailbox);
  hide(state, 'exchange', mailbox.guid, now);
  if (user.mail === '') changeEntraObject(state, user.id, { mail: address });
}

const languageFor = (user: EntraObject): Readonly<Record<string, string>> => {
  const { preferredLanguage } = user.attributes;
  return typeof preferredLanguage === 'string' ? { language: preferredLanguage } : {};
};
