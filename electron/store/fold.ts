/** A text as a search compares it: without accents, in lower case, so that "muller" finds "Müller". */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
