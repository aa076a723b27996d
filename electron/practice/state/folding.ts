/**
 * The form by which Active Directory compares names: without case and without accents, so `Muller` is `Müller` and
 * `Meissner` is `Meißner`. (facts-windows 14; SupportArticles cannot-add-user-object-differ-by-diacritic-mark-character)
 */
export function fold(value: string): string {
  if (!/[^\u0020-\u007E]/u.test(value)) return value.toLowerCase();
  return value
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ẞ', 'ss')
    .toLowerCase();
}

/** The form by which addresses and folder names compare: without case. (facts-exchange 1.1) */
export const foldCase = (value: string): string => value.toLowerCase();
