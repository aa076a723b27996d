const ldapEscapes: Readonly<Record<string, string>> = {
  '*': '\\2a',
  '(': '\\28',
  ')': '\\29',
  '\\': '\\5c',
  '\u0000': '\\00',
  '/': '\\2f',
};

/**
 * A value inside an LDAP filter. (facts-windows 14; win32 `ADSI/search-filter-syntax.md`) `-LDAPFilter` is used and
 * never `-Filter`: that one is a language that reads the session's variables.
 */
export const ldapText = (value: string): string =>
  value.replace(/[*()\\\u0000/]/gu, (character) => ldapEscapes[character] ?? character);

/** A text between apostrophes in the `-Filter` of an Exchange cmdlet (OPATH): apostrophes are doubled. */
export const opathText = (value: string): string => value.replaceAll("'", "''");

/** A text between apostrophes in an OData `$filter`: apostrophes are doubled; the path's own encoding comes after. */
export const odataText = (value: string): string => value.replaceAll("'", "''");
