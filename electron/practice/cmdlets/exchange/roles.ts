/** Which management roles offer a cmdlet that writes; any one of them suffices. (facts-exchange 4.2, 6.1) */
const needs: readonly (readonly [cmdlet: RegExp, roles: readonly string[]])[] = [
  [/^(Add|Set|Remove)-MailboxFolderPermission$/iu, ['Mail Recipients']],
  [
    /^(Enable|Disable)-(Remote)?Mailbox$|^Set-(CAS)?Mailbox$/iu,
    ['Mail Recipients', 'Mail Recipient Creation'],
  ],
  [
    /^(New|Set|Remove|Enable|Disable)-DistributionGroup$|^(Add|Remove)-DistributionGroupMember$/iu,
    ['Distribution Groups', 'Security Group Creation and Membership'],
  ],
  [/^Set-OrganizationConfig$/iu, ['Organization Configuration']],
];

const lookers = [
  'View-Only Recipients',
  'View-Only Configuration',
  'Mail Recipients',
  'Distribution Groups',
  'Organization Configuration',
];

/** The roles that offer a cmdlet, whoever has them: what Get-ManagementRole -Cmdlet answers. */
export const rolesFor = (cmdlet: string): readonly string[] =>
  needs.find(([known]) => known.test(cmdlet))?.[1] ?? lookers;

/** Is this cmdlet there for somebody with these roles? A missing cmdlet is a missing role; reading takes any role. */
export function isOffered(cmdlet: string, roles: readonly string[]): boolean {
  const needed = needs.find(([known]) => known.test(cmdlet))?.[1];
  return needed === undefined || needed.some((role) => roles.includes(role));
}
