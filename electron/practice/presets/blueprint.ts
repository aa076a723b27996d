import type { Side } from '../../../shared/run/ports.ts';
import type { SiteAnswers } from '../../../shared/site/site.ts';
import type { Computer } from '../computer/state.ts';
import type { MailboxCondition } from '../state/conditions.ts';
import type { Settings } from '../state/settings.ts';

/** What an object of the audience is. `person` has a mailbox; the others stand for what a run has to leave out. */
export type PersonKind = 'person' | 'no-mailbox' | 'guest' | 'contact' | 'room' | 'shared' | 'bookings';

/** Whose entry on a calendar: another person by alias, our group, its former self, an account that is gone, or a text. */
export type EntryHolder =
  | { readonly person: string }
  | { readonly external: string }
  | 'default'
  | 'our-group'
  | 'former-group'
  | 'gone-account';

export interface EntryPlan {
  readonly who: EntryHolder;
  readonly rights: readonly string[];
  readonly flags?: readonly string[];
}

/** A person as a preset wants it. */
export interface PersonPlan {
  /** Unique; also the local part of names that the preset makes. */
  readonly alias: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly address: string;
  /** `nl-NL`: the language in which the mailbox was first opened. */
  readonly language: string;
  /** Name of the default calendar; empty for the language's own. */
  readonly calendar: string;
  readonly side: Side;
  readonly kind: PersonKind;
  readonly enabled: boolean;
  readonly hidden: boolean;
  /** Is it licensed by a frontline product? */
  readonly kiosk: boolean;
  /** Names of the groups that it is directly in. */
  readonly groups: readonly string[];
  readonly conditions: readonly MailboxCondition[];
  readonly otherAddresses: readonly string[];
  /** User-made calendars beside the default one. */
  readonly calendars: readonly string[];
  readonly entries: readonly EntryPlan[];
}

/** A group of people. Kinds as Entra ID and Exchange tell them apart; `security` has no mail. */
export interface GroupPlan {
  readonly name: string;
  readonly kind: 'security' | 'mail-security' | 'distribution' | 'microsoft-365' | 'dynamic';
  readonly madeIn: 'active-directory' | 'cloud';
  /** Empty for groups without mail. */
  readonly address: string;
  /** Names of groups directly in it; cycles are allowed. */
  readonly groups: readonly string[];
}

/** Settings of the services that the site has. */
export interface PresetSettings {
  readonly activeDirectory?: Settings['activeDirectory'];
  readonly exchangeServer?: Settings['exchangeServer'];
  readonly exchangeOnline?: Settings['exchangeOnline'];
  readonly entra?: Settings['entra'];
}

/** A practice site before it is made. */
export interface Blueprint {
  /** The site file that fits it, but for its id. */
  readonly answers: Omit<SiteAnswers, 'id'>;
  readonly settings: PresetSettings;
  readonly computer: Computer;
  /** Distinguished names of organisational units, parents first. */
  readonly units: readonly string[];
  readonly groups: readonly GroupPlan[];
  /** Is our group there already, made by hand years ago? */
  readonly hasOurGroup: boolean;
  /** The product that people in the cloud have, and the one of frontline workers. */
  readonly peopleSku: string;
  readonly kioskSku: string;
  /** Group that people of a CSV file are put into. */
  readonly audienceGroup: string;
  people(): Iterable<PersonPlan>;
}

/** What a preset is asked for. */
export interface BlueprintOptions {
  /** How many mailboxes; undefined for the preset's own number. */
  readonly mailboxes: number | undefined;
}

const nothing = {
  calendar: '',
  kind: 'person',
  enabled: true,
  hidden: false,
  kiosk: false,
  conditions: [],
  otherAddresses: [],
  calendars: [],
  entries: [],
} as const;

type Named = 'alias' | 'displayName' | 'userPrincipalName' | 'address' | 'language' | 'side' | 'groups';

/** A person with nothing unusual but what is given. */
export const personPlan = (given: Pick<PersonPlan, Named> & Partial<PersonPlan>): PersonPlan => ({
  ...nothing,
  ...given,
});
