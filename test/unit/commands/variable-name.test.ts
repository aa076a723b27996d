import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { later } from '../../../shared/commands/value.ts';
import { secretVariableOf, variableOf } from '../../../shared/commands/variable-name.ts';

test('reads like what it stands for', () => {
  expect(variableOf(later('account/cloud/sa-calpush-1', 'Id'))).toBe('account_cloud_sa_calpush_1_Id');
  expect(secretVariableOf('sa-calpush-1.password')).toBe('secret_sa_calpush_1_password');
});

test('is an identifier, whatever the name of the account holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (hostile) => {
      expect(variableOf(later(`account/cloud/${hostile}`, 'Id'))).toMatch(/^[A-Za-z]\w{0,99}$/u);
    }),
  );
});

test('two accounts whose names differ only in odd characters do not share a variable', () => {
  const names = ['sa 1', 'sa_1', 'sa#1', 'sä1', 's\u00E01', 'sa-1'].map((name) =>
    variableOf(later(name, 'Id')),
  );
  expect(new Set(names).size).toBe(names.length);
});
