import { z } from 'zod';
import type { Json } from '../../../shared/commands/value.ts';
import { isJson } from '../state/rows.ts';

const text = z.string().min(1);
const side = z
  .enum(['on-premises', 'cloud'])
  .optional()
  .describe('The side of the mailbox, where it is on both.');
const mailbox = text.describe('The mailbox: GUID, address, alias or name.');
const folder = z
  .string()
  .optional()
  .describe('Path of the folder, such as /Kalender/Team; the calendar if left out.');
const directory = z.enum(['active-directory', 'entra']);
const member = { in: directory, group: text, member: text };

/** What no cmdlet does, by the name of the action: `{"target":"practice","action":"rename-folder", …}`. */
export const practiceActions = {
  'rename-folder': z
    .strictObject({ mailbox, side, folder, name: text })
    .describe('Gives a folder another name; a calendar stays one.'),
  'add-folder': z
    .strictObject({ mailbox, side, name: text, below: z.string().default('/') })
    .describe('Makes a folder of the user’s own.'),
  'add-entry': z
    .strictObject({
      mailbox,
      side,
      folder,
      user: text.describe(
        'A recipient, Default, Anonymous, a SID (S-1-…, dead or alive), or any text for somebody outside.',
      ),
      rights: z.array(text).min(1),
      flags: z.array(z.enum(['Delegate', 'CanViewPrivateItems'])).default([]),
    })
    .describe('Writes an entry as it is given, over one that is there.'),
  'damage-list': z.strictObject({ mailbox, side }).describe('The calendar’s list can’t be read any more.'),
  'repair-list': z.strictObject({ mailbox, side }).describe('The calendar’s list is as it was.'),
  'fill-list': z.strictObject({ mailbox, side }).describe('No further entry fits on the calendar’s list.'),
  'move-mailbox-state': z
    .strictObject({ mailbox, side, state: z.enum(['once', 'lasting', 'none']) })
    .describe('The mailbox is being moved: refused once, for good, or not any more.'),
  'fail-mailbox': z
    .strictObject({ mailbox, side, state: z.enum(['once', 'lasting', 'none']) })
    .describe('The mailbox fails: once, for good, or not any more.'),
  'rename-object': z
    .strictObject({
      in: z.enum(['active-directory', 'entra', 'exchange-online']),
      identity: text,
      displayName: text,
    })
    .describe('Gives an object another display name.'),
  'run-out-clocks': z.strictObject({}).describe('Everything that is on its way is there.'),
  'add-member-to-audience-group': z.strictObject(member).describe('Puts somebody into a group.'),
  'remove-member-from-audience-group': z.strictObject(member).describe('Takes somebody out of a group.'),
  'set-policy': z
    .strictObject({
      of: z.enum(['entra', 'exchange-online', 'exchange-server', 'active-directory-password']),
      name: text,
      value: z.custom<Json>(isJson, 'JSON is needed here.'),
    })
    .describe(
      'Sets a policy of the tenant, a property of an Exchange organisation, or one of the password policy.',
    ),
  'set-roles': z
    .strictObject({ of: z.enum(['exchange-online', 'exchange-server']), roles: z.array(text) })
    .describe('The management roles of the signed-in administrator.'),
} as const;

export type PracticeActionName = keyof typeof practiceActions;
