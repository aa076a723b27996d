/** A password or token by name. It has no text form: only a transport turns it into its value, at the last moment. */
export interface SecretReference {
  readonly secret: string;
}

/** A value that is only known once a resource exists: the property of the resource with that id. */
export interface KnownLater {
  readonly from: string;
  readonly property: string;
}

/** A point in time, ISO 8601 with its offset. */
export interface DateValue {
  readonly date: string;
}

/** A PowerShell hashtable; its keys are data like its values. */
export interface Hashtable {
  readonly hashtable: Readonly<Record<string, Value>>;
}

/** Everything that a parameter of a cmdlet can be. It is JSON as it stands, so what is shown, logged and sent is the same object. */
export type Value =
  null | boolean | number | string | SecretReference | KnownLater | DateValue | Hashtable | readonly Value[];

/** JSON as it comes back from services, files and the event stream. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Is it a list? (`Array.isArray` does not know readonly ones.) */
export const isJsonList = (value: Json): value is readonly Json[] => Array.isArray(value);

declare const nameBrand: unique symbol;

/**
 * The text that names an object to Exchange or Active Directory. It can't be empty: to Exchange an empty identity
 * means everyone (`Get-MailboxFolderPermission`'s own page warns of it). Only {@link name} makes one.
 */
export type Name = string & { readonly [nameBrand]: true };

/** A name was empty, blank, or a folder without its mailbox. Such a command is never built. */
export class EmptyName extends Error {
  override readonly name = 'EmptyName';
  constructor(text: string) {
    super(
      `An object can't be named by ${JSON.stringify(text)}: to Exchange an empty identity means everyone.`,
    );
  }
}

const isName = (text: string): text is Name => !/^\s*(:|$)/u.test(text);

/** Makes a {@link Name} of a text; throws {@link EmptyName} for one that is empty, blank or begins with a colon (a folder without its mailbox). */
export function name(text: string): Name {
  if (!isName(text)) throw new EmptyName(text);
  return text;
}

/** A reference to a secret by name. */
export const secret = (secretName: string): SecretReference => ({ secret: secretName });

/** A reference to a property of a resource that may not exist yet. */
export const later = (from: string, property: string): KnownLater => ({ from, property });

export const isSecret = (value: unknown): value is SecretReference => hasOnlyText(value, ['secret']);
export const isKnownLater = (value: unknown): value is KnownLater => hasOnlyText(value, ['from', 'property']);
export const isDateValue = (value: unknown): value is DateValue => hasOnlyText(value, ['date']);
export const isHashtable = (value: unknown): value is Hashtable =>
  isRecord(value) && Object.keys(value).length === 1 && isRecord(value['hashtable']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function hasOnlyText(value: unknown, keys: readonly string[]): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length === keys.length &&
    keys.every((key) => typeof value[key] === 'string')
  );
}
