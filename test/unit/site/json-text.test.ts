import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../../../shared/site/json-text.ts';

const faultOf = (text: string): unknown => {
  const parsed = parseJsonText(text);
  return 'fault' in parsed ? parsed.fault : undefined;
};

describe('a text that is no JSON is told of by line and column', () => {
  test.each([
    ['', 1, 1, /empty/u],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, /comma or a closing \} is missing/u],
    ['{\n  "a": 1,\n}', 2, 9, /one too many/u],
    ['{"a": [1, 2,]}', 1, 12, /one too many/u],
    ["{'a': 1}", 1, 2, /name of a field in quotation marks/u],
    ['{"a": “b”}', 1, 7, /straight quotation marks/u],
    ['{"a": \'b\'}', 1, 7, /double quotation marks/u],
    ['{\r\n\r\n"a" 1}', 3, 5, /colon is missing/u],
    ['{"a": "C:\\Users"}', 1, 7, /backslash/u],
    ['{"a": "open\n}', 1, 7, /closing quotation mark/u],
    ['{"a": 1} // end', 1, 10, /should end here/u],
    ['{"a": // x\n1}', 1, 7, /no comments/u],
    ['{"a": ', 1, 7, /ends here/u],
    ['{"a": [1', 1, 9, /ends before its closing \]/u],
    ['{"a": tru}', 1, 7, /value is missing/u],
    ['{"a": 1, "a": 2}', 1, 10, /a second time/u],
    ['['.repeat(200), 1, 102, /nested too deeply/u],
  ])('%j', (text, line, column, why) => {
    expect(faultOf(text)).toEqual({ line, column, why: expect.stringMatching(why) });
  });
});

test('each field has its line, and what is missing that of the field around it', () => {
  const parsed = parseJsonText(
    '{\n  "cloud": {\n    "group": { "name":\n "x" }\n  },\n  "list": [\n    1,\n    2\n  ]\n}',
  );
  if ('fault' in parsed) throw new Error(parsed.fault.why);
  expect(parsed.lineOf(['cloud', 'group', 'name'])).toBe(3);
  expect(parsed.lineOf(['cloud', 'group', 'address'])).toBe(3);
  expect(parsed.lineOf(['list', 1])).toBe(8);
  expect(parsed.lineOf(['vendor'])).toBe(1);
});

test('what is JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 2, '\t'), (text, indent) => {
      const value: unknown = JSON.parse(text);
      const parsed = parseJsonText(JSON.stringify(value, null, indent));
      expect(parsed).toMatchObject({ value });
    }),
  );
});

test('a name that is written with an escape is that name, whatever was read before (nodejs/node#63785)', () => {
  const nameIn = (text: string): unknown => {
    const parsed = parseJsonText(text);
    return 'fault' in parsed ? parsed.fault : Object.keys(parsed.value ?? {})[1];
  };
  expect(nameIn('{"first":1,"\\\\":2}')).toBe('\\');
  expect(nameIn('{"first":1,"\\n":2}')).toBe('\n');
  expect(nameIn('{"first":1,"\\u00e9":2}')).toBe('é');
  expect(nameIn('{"first":1,"__proto__":2}')).toBe('__proto__');
});

test('what JSON.parse refuses is refused, and nothing throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((text) => text.slice(0, -1)),
      ),
      (text) => {
        const isFault = 'fault' in parseJsonText(text);
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        return isJson || isFault;
      },
    ),
  );
});
