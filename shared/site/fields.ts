import { z } from 'zod';

/**
 * A DNS name whose last label has a letter: a row of numbers is an IP address. Both cases are spelled out here and
 * below, because a JSON Schema has no flag for it.
 */
const dnsName = /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]+$/u;
const atDnsName = new RegExp(`@${dnsName.source.slice(1)}`, 'u');

const text = (message: string) => z.string(message).trim().min(1, message);
const noControls = (value: string) => !/[\u0000-\u001F\u007F]/u.test(value);

/** Names that people see: at most 256 characters in Entra ID, no control characters. */
export const givenName = text('A name is needed here.')
  .max(256, 'This name is longer than 256 characters, the limit for a display name.')
  .refine(noControls, "A name can't contain a line break or another control character.");

/** sAMAccountName and CN of an account. (facts-windows 14) */
export const accountName = text('An account needs a name.')
  .max(20, 'This name is longer than 20 characters, the limit for accounts in Active Directory.')
  .regex(
    /^[^"/\\[\]:;|=,+*?<>@]*$/u,
    'The name of an account can\'t contain any of " / \\ [ ] : ; | = , + * ? < > @',
  )
  .regex(/[^.$]$/u, "The name of an account can't end in a dot or a dollar sign.")
  .refine(noControls, "A name can't contain a line break or another control character.");

/** Name of a group: at most 64 characters. (facts-exchange 3.1) */
export const groupName = text('The group needs a name.')
  .max(64, 'This name is longer than 64 characters, the limit for a group.')
  .refine(noControls, "A name can't contain a line break or another control character.");

export const domainName = text('A domain is needed here.')
  .max(253, 'A domain has at most 253 characters.')
  .regex(/^[^\s@]+$/u, "A domain can't contain a space or an @.")
  .regex(dnsName, 'A domain looks like example.org.');

export const hostName = text('A host name is needed here.').regex(
  dnsName,
  'Give the full name of the host, such as ex01.example.org; Kerberos does not work with an address or a short name.',
);

export const address = text('An address is needed here.')
  .refine((value) => !/\s/u.test(value), "An address can't contain a space.")
  .regex(/^[^@]+@[^@]+$/u, 'An address has exactly one @, such as calendar-push@example.org.')
  .regex(/^[^@]{1,64}@/u, 'The part before the @ has at most 64 characters.')
  .regex(atDnsName, 'The part after the @ is not a domain.');

export const aliasOrAddress = text('A person is needed here: an address or an alias.');

/** UPN: at most 113 characters, 64 before the @, 48 after, no accents. (facts-microsoft365 2.1) */
export const userPrincipalName = text('A sign-in name is needed here.')
  .refine((value) => !/\s/u.test(value), "A sign-in name can't contain a space.")
  .regex(/^[^@]+@[^@]+$/u, 'A sign-in name has exactly one @.')
  .regex(
    /^[A-Za-z0-9'.\-_!#^~]{1,64}@/u,
    "Before the @, a sign-in name has at most 64 letters, digits and ' . - _ ! # ^ ~",
  )
  .regex(/[^.]@/u, "A sign-in name can't have a dot right before the @.")
  .regex(atDnsName, 'The part after the @ is not a domain.')
  .refine(
    (value) => (value.split('@')[1] ?? '').length <= 48,
    'After the @, a sign-in name has at most 48 characters.',
  );

export const distinguishedName = text('An organisational unit is needed here.').regex(
  /^(?:(?:[Cc][Nn]|[Oo][Uu])=(?:[^,\\]|\\.)+,)+[Dd][Cc]=[^,]+(?:,[Dd][Cc]=[^,]+)*$/u,
  'An organisational unit looks like OU=Service accounts,DC=example,DC=org.',
);

/** A field in which `{n}` stands for the number of the account: checked with the number put in. */
export const pattern = (field: z.ZodType<string>) =>
  z.string('A text is needed here.').superRefine((value, context) => {
    const result = field.safeParse(value.replaceAll('{n}', '50'));
    for (const issue of result.error?.issues ?? [])
      context.addIssue({ code: 'custom', message: issue.message });
  });
