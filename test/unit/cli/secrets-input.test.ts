import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../electron/bad-input.ts';
import { readSecrets } from '../../../electron/cli/secrets-input.ts';
import { standInIo } from '../../stand-ins/cli-io.ts';

const read = (...stdin: (string | Uint8Array)[]) => readSecrets(standInIo({ stdin }).stdin);

test('secrets are read from a JSON object, however it arrives', async () => {
  const text = '{"sa-1.password":"Zürich-1","sa-2.password":"b"}';
  const bytes = new TextEncoder().encode(text);
  const wanted = new Map([
    ['sa-1.password', 'Zürich-1'],
    ['sa-2.password', 'b'],
  ]);
  expect(await read(text)).toEqual(wanted);
  // Cut within the two bytes of one letter.
  expect(await read(bytes.subarray(0, 20), bytes.subarray(20))).toEqual(wanted);
});

describe('anything else is refused, and no value is shown', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', '{"sa-1.password": hunter2}'],
    ['a list', '["hunter2"]'],
    ['a text', '"hunter2"'],
    ['a number as value', '{"sa-1.password": 12345678}'],
    ['an empty value', '{"sa-1.password": "", "x": "hunter2"}'],
    ['a value in the place of a name', '{"hunter2": {"name": "sa-1.password"}}'],
    ['a value that is too long', `{"sa-1.password": "${'hunter2'.repeat(50)}"}`],
    ['more than a list of secrets', 'hunter2'.repeat(200_000)],
  ])('%s', async (_what, text) => {
    const refusal: unknown = await read(text).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(BadInput);
    const said = JSON.stringify(refusal) + String(refusal);
    expect(said).not.toMatch(/hunter2|12345678/u);
  });

  test('the name of the secret is told', async () => {
    await expect(read('{"sa-1.password": 7}')).rejects.toMatchObject({
      problems: [{ field: 'sa-1.password' }],
    });
  });
});
