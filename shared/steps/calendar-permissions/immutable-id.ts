/**
 * The objectGUID behind an `onPremisesImmutableId`: base64 of the GUID's sixteen bytes, the first three parts little
 * endian; lower case, or empty where the text is none. (facts-microsoft365 11)
 */
export function guidOfImmutableId(immutableId: string): string {
  if (!/^[A-Za-z0-9+/]{22}==$/u.test(immutableId)) return '';
  const bytes = [...atob(immutableId)].map((character) =>
    character.charCodeAt(0).toString(16).padStart(2, '0'),
  );
  const part = (...at: readonly number[]): string => at.map((index) => bytes[index] ?? '').join('');
  return [part(3, 2, 1, 0), part(5, 4), part(7, 6), part(8, 9), part(10, 11, 12, 13, 14, 15)].join('-');
}
