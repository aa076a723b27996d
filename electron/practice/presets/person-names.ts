import { z } from 'zod';
import hostileData from './hostile-names.json' with { type: 'json' };
import namesData from './names.json' with { type: 'json' };

const languageSchema = z.object({
  tag: z.string(),
  calendar: z.string(),
  given: z.array(z.string()),
  family: z.array(z.string()),
});

/** Languages of the made-up people, each with its name of the calendar folder. (facts-exchange 2.1) */
export const languages = z
  .record(z.string(), languageSchema)
  .transform((byName) => Object.values(byName))
  .parse(namesData);

export type Language = z.infer<typeof languageSchema>;

/** 200 names that break whatever is not treated as data: quotes, code, markup, directions, controls, reserved words. */
export const hostileNames: readonly string[] = z.array(z.string()).parse(hostileData);

/** The name of the calendar folder in a language by its tag; English for one that is not known. */
export const calendarNameIn = (tag: string): string =>
  languages.find((language) => language.tag.slice(0, 2) === tag.slice(0, 2))?.calendar ?? 'Calendar';

/** A name of that language for the person with this number; families of numbers give every combination once. */
export function personName(language: Language, number: number): string {
  const { given, family } = language;
  const first = given[number % given.length] ?? '';
  const last = family[Math.floor(number / given.length + number) % family.length] ?? '';
  return language.tag.startsWith('zh') ? `${last}${first}` : `${first} ${last}`;
}
