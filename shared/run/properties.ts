import { z } from 'zod';

/**
 * The property paths that a row's schema reads, such as `Name` and `User.ADRecipient.Guid`: what a service is asked for,
 * and all that travels. None for `unknown`, of which nothing is read but that it is there. A property that may be an
 * object or a plain value is asked for as both. Throws a TypeError for a schema that names no properties.
 */
export function propertiesOf(row: z.ZodType): readonly string[] {
  let known = asked.get(row);
  if (known === undefined) asked.set(row, (known = pathsOfRow(row)));
  return known;
}

/** A row's form is asked for with each of thousands of commands, and never changes. */
const asked = new WeakMap<z.ZodType, readonly string[]>();

function pathsOfRow(row: z.ZodType): readonly string[] {
  const inner = withoutWrapping(row);
  if (inner instanceof z.ZodObject) return pathsIn(inner, '');
  if (inner instanceof z.ZodUnknown) return [];
  throw new TypeError('A row of a cmdlet is read by the names of its properties.');
}

function pathsIn(object: z.ZodObject, before: string): string[] {
  return Object.entries<z.core.$ZodType>(object.shape).flatMap(([name, value]) =>
    pathsOf(value, before + name),
  );
}

function pathsOf(value: z.core.$ZodType, path: string): string[] {
  const inner = withoutWrapping(value);
  if (inner instanceof z.ZodObject) return pathsIn(inner, `${path}.`);
  if (inner instanceof z.ZodUnion) return [...new Set(inner.options.flatMap((one) => pathsOf(one, path)))];
  return [path];
}

function withoutWrapping(value: z.core.$ZodType): z.core.$ZodType {
  if (value instanceof z.ZodOptional || value instanceof z.ZodNullable || value instanceof z.ZodDefault)
    return withoutWrapping(value.unwrap());
  return value instanceof z.ZodPipe ? withoutWrapping(value.in) : value;
}
