/** Roles that contain others, as far as this program needs them. (facts-microsoft365 6.3; facts-exchange 4.2) */
const containedIn: Readonly<Record<string, readonly string[]>> = {
  'Security Reader': ['Global Reader', 'Security Administrator', 'Conditional Access Administrator'],
  'Directory Readers': [
    'Global Reader',
    'User Administrator',
    'License Administrator',
    'Exchange Administrator',
    'Directory Writers',
  ],
  'View-Only Recipients': ['Mail Recipients', 'Recipient Management', 'View-Only Organization Management'],
  'View-Only Configuration': ['View-Only Organization Management'],
  'Mail Recipients': ['Recipient Management'],
  'Distribution Groups': ['Recipient Management'],
  'Security Group Creation and Membership': [],
};

/** Roles that contain everything that this program does. */
const aboveAll: readonly string[] = ['Global Administrator', 'Organization Management'];

/** The role among those found that gives a needed one: itself, or one that contains it. Undefined where none does. */
export function roleGiving(found: readonly string[], needed: string): string | undefined {
  const giving = [needed, ...(containedIn[needed] ?? []), ...aboveAll].map((role) => role.toLowerCase());
  return found.find((role) => giving.includes(role.toLowerCase()));
}
