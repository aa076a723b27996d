import { expect, test } from 'vitest';
import { z } from 'zod';
import { propertiesOf } from '../../../shared/run/properties.ts';
import { entryRow } from '../../../shared/steps/calendar-permissions/entries.ts';

test('what is read of a row is what is asked for, whatever is made of it', () => {
  const row = z.object({
    Name: z.string(),
    Guid: z.string().nullish(),
    Members: z
      .union([z.array(z.string()), z.string().transform((one) => [one])])
      .nullish()
      .transform((list) => list ?? []),
  });
  expect(propertiesOf(row)).toEqual(['Name', 'Guid', 'Members']);
});

test('properties of objects inside are asked for by their paths, and a value that may be either as both', () => {
  expect(propertiesOf(entryRow)).toEqual([
    'FolderName',
    'User',
    'User.UserType',
    'User.DisplayName',
    'User.ADRecipient.Guid',
    'User.ADRecipient.PrimarySmtpAddress',
    'User.RecipientPrincipal',
    'AccessRights',
    'SharingPermissionFlags',
  ]);
});

test('of what nobody reads nothing is asked, and what has no names cannot be asked for', () => {
  expect(propertiesOf(z.unknown())).toEqual([]);
  expect(() => propertiesOf(z.record(z.string(), z.unknown()))).toThrow(TypeError);
});
