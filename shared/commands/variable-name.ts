import type { KnownLater } from './value.ts';

/**
 * Name of the PowerShell variable (without `$`) that holds a value known later, such as
 * `group_cloud_PrimarySmtpAddress`. Ids that had to be changed to fit get a check number, so that two of them never
 * share a variable.
 */
export const variableOf = (later: KnownLater): string => identifier(`${later.from}/${later.property}`);

/** Name of the variable that holds a secret once it was asked for. */
export const secretVariableOf = (secretName: string): string => `secret_${identifier(secretName)}`;

function identifier(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9]/gu, '_');
  const asItWas = /^[A-Za-z0-9/.-]*$/u.test(text);
  const short = plain.slice(0, 80);
  return asItWas && short === plain ? plain : `${short}_${checkNumber(text)}`;
}

/** FNV-1a over the UTF-16 code units, 32 bits. */
function checkNumber(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
