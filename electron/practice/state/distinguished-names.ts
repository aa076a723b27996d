/** The distinguished name of an object below a parent. (facts-windows 14: `, \ # + < > ; " =` and outer spaces are escaped) */
export function distinguishedNameOf(kind: string, name: string, parentDn: string): string {
  const attribute = kind === 'organizationalUnit' ? 'OU' : 'CN';
  return `${attribute}=${escapeDnValue(name)},${parentDn}`;
}

/** A value as it stands in a distinguished name. */
export function escapeDnValue(value: string): string {
  return value
    .replaceAll(/[,\\+<>;"=]/gu, String.raw`\$&`)
    .replace(/^[ #]/u, String.raw`\$&`)
    .replace(/ $/u, String.raw`\ `)
    .replaceAll('\0', String.raw`\00`)
    .replaceAll('\r', String.raw`\0D`)
    .replaceAll('\n', String.raw`\0A`);
}

/** Splits off the first part of a distinguished name: its value, unescaped, and the parent. Undefined where it is none. */
export function splitDn(
  dn: string,
): { readonly attribute: string; readonly value: string; readonly parent: string } | undefined {
  const match = /^([A-Za-z][A-Za-z0-9-]*)=((?:[^,\\]|\\.)*)(?:,(.*))?$/su.exec(dn);
  if (match === null) return undefined;
  return {
    attribute: (match[1] ?? '').toUpperCase(),
    value: unescapeDnValue(match[2] ?? ''),
    parent: match[3] ?? '',
  };
}

/** Is this text a distinguished name, each part well formed? */
export function isDn(dn: string): boolean {
  for (let rest = dn; ;) {
    const part = splitDn(rest);
    if (part === undefined || part.value === '') return false;
    if (part.parent === '') return true;
    rest = part.parent;
  }
}

/** Does the object with this name lie below the base, or is it the base? */
export const isBelow = (dnKey: string, baseKey: string): boolean =>
  dnKey === baseKey || dnKey.endsWith(`,${baseKey}`);

const unescapeDnValue = (value: string): string =>
  value.replaceAll(
    /\\([0-9A-Fa-f]{2})|\\(.)/gsu,
    (_, hex: string | undefined, character: string | undefined) =>
      hex === undefined ? (character ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
