/** Kinds of recipient, as Exchange's RecipientTypeDetails names them. */
export const recipientTypes = [
  'UserMailbox',
  'SharedMailbox',
  'RoomMailbox',
  'EquipmentMailbox',
  'SchedulingMailbox',
  'LinkedMailbox',
  'RemoteUserMailbox',
  'MailUser',
  'GuestMailUser',
  'MailContact',
  'MailUniversalSecurityGroup',
  'MailUniversalDistributionGroup',
  'MailNonUniversalGroup',
  'DynamicDistributionGroup',
  'GroupMailbox',
  'RoomList',
] as const;
export type RecipientType = (typeof recipientTypes)[number];

const mailboxTypes: readonly RecipientType[] = [
  'UserMailbox',
  'SharedMailbox',
  'RoomMailbox',
  'EquipmentMailbox',
  'SchedulingMailbox',
  'LinkedMailbox',
];

/** Has this kind a mailbox on its own side? (A remote mailbox has its mailbox on the other one.) */
export const isMailboxType = (type: RecipientType): boolean => mailboxTypes.includes(type);

const groupTypes: readonly RecipientType[] = [
  'MailUniversalSecurityGroup',
  'MailUniversalDistributionGroup',
  'MailNonUniversalGroup',
  'RoomList',
];

/** Is this kind a group with a list of members? */
export const isGroupType = (type: RecipientType): boolean => groupTypes.includes(type);
