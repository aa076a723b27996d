import { expect, it } from 'vitest';
import { jsonView } from '../../../../electron/cli/views/json-view.ts';
import { Written } from '../../../stand-ins/cli-io.ts';

it('keeps one event on one line for every reader of lines, whatever a name holds', () => {
  const out = new Written(false);
  const where = 'a\u2028b\u2029c\u0085d\ne';
  jsonView(out).event({
    type: 'waiting',
    step: 'licences',
    resource: where,
    reason: '',
    look: 1,
    nextInMs: 0,
    seq: 1,
    at: '2026-11-24T13:01:00Z',
  });
  expect(out.text.match(/[\n\r\u0085\u2028\u2029]/gu)).toEqual(['\n']);
  expect(JSON.parse(out.text)).toMatchObject({ resource: where });
});
