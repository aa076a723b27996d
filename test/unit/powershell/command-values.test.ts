import { expect, test } from 'vitest';
import { rowOf } from '../../../electron/powershell/command-values.ts';

const paths = ['Name', 'User', 'User.DisplayName', 'User.ADRecipient.Guid', 'User.ADRecipient.Name'];

test('what was asked for by paths comes as the object that they are paths of', () => {
  const values = [
    'Calendar',
    { type: 'other', name: 'Contoso.User', text: 'Ann' },
    'Ann',
    'g-1',
    null,
  ] as const;
  expect(rowOf(paths, values)).toEqual({
    Name: 'Calendar',
    User: { DisplayName: 'Ann', ADRecipient: { Guid: 'g-1', Name: null } },
  });
});

test('a value without properties inside stays the plain value, and what is not there is null', () => {
  expect(rowOf(paths, ['Calendar', 'Ann', null, null, null])).toEqual({ Name: 'Calendar', User: 'Ann' });
  expect(rowOf(paths, ['Calendar', null, 'Ann', null, null])).toEqual({
    Name: 'Calendar',
    User: { DisplayName: 'Ann', ADRecipient: null },
  });
  expect(rowOf(paths, [])).toEqual({ Name: null, User: null });
});
