import type { SQLOutputValue } from 'node:sqlite';
import type { Json } from '../../../shared/commands/value.ts';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Properties of an object beyond its columns, by the name that its service gives them. */
export type Attributes = Readonly<Record<string, Json>>;

/** A column is not what the tables say: the file was changed by something else. */
export class UnexpectedColumn extends Error {
  override readonly name = 'UnexpectedColumn';
}

/** The text in a column. Throws {@link UnexpectedColumn} for anything else. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new UnexpectedColumn(`Column ${column} holds no text.`);
  return value;
}

/** The whole number in a column. */
export function whole(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new UnexpectedColumn(`Column ${column} holds no number.`);
  return value;
}

/** The yes or no in a column. */
export const flag = (row: Row, column: string): boolean => whole(row, column) !== 0;

/** The JSON object in a column. */
export function bag(row: Row, column: string): Attributes {
  const value = parseJson(text(row, column));
  if (!isBag(value)) throw new UnexpectedColumn(`Column ${column} holds no JSON object.`);
  return value;
}

/** The list of texts in a column. */
export function texts(row: Row, column: string): readonly string[] {
  const value = parseJson(text(row, column));
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw new UnexpectedColumn(`Column ${column} holds no list of texts.`);
  return value;
}

/** Parses JSON; throws `SyntaxError` where it is none. */
export function parseJson(json: string): Json {
  const value: unknown = JSON.parse(json);
  if (!isJson(value)) throw new UnexpectedColumn('The text is no JSON.');
  return value;
}

/** Is this value JSON all the way down? */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === 'object' && Object.values(value).every(isJson);
}

/** Is this JSON an object? */
export const isBag = (value: Json | undefined): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of any kind as text: itself where it is text, else as JSON says it. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
