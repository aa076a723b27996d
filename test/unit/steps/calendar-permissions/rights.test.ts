import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRights, rightsToSet } from '../../../../shared/steps/calendar-permissions/rights.ts';
import { calendarRights } from '../../../../shared/site/site.ts';

describe('comparing rights', () => {
  it('compares sets, not words', () => {
    expect(compareRights(['Editor'], 'Editor')).toBe('equal');
    const single = [
      'CreateItems',
      'DeleteAllItems',
      'DeleteOwnedItems',
      'EditAllItems',
      'EditOwnedItems',
      'FolderVisible',
      'ReadItems',
    ];
    expect(compareRights(single, 'Editor')).toBe('equal');
    expect(compareRights(single.toReversed(), 'Editor')).toBe('equal');
  });

  it.each(['Owner', 'PublishingEditor'])('finds that %s is more than Editor', (right) => {
    expect(compareRights([right], 'Editor')).toBe('more');
  });

  it.each([
    'None',
    'AvailabilityOnly',
    'LimitedDetails',
    'Reviewer',
    'Contributor',
    'Author',
    'PublishingAuthor',
    'NonEditingAuthor',
  ])('finds that %s is less than Editor', (right) => {
    expect(compareRights([right], 'Editor')).toBe('less');
  });

  it('knows that reading items contains seeing when somebody is busy', () => {
    expect(compareRights(['Reviewer'], 'AvailabilityOnly')).toBe('more');
    expect(compareRights(['Contributor'], 'AvailabilityOnly')).toBe('less');
  });
});

describe('the rights to set', () => {
  it('are the role itself where nothing would be lost', () => {
    expect(rightsToSet(['Reviewer'], 'Editor')).toEqual(['Editor']);
    expect(rightsToSet(['AvailabilityOnly'], 'Editor')).toEqual(['Editor']);
  });

  it('are single rights where the entry has something beside the role', () => {
    expect(rightsToSet(['PublishingAuthor'], 'Editor')).toContain('CreateSubfolders');
    expect(rightsToSet(['PublishingAuthor'], 'Editor')).not.toContain('Editor');
  });

  it('always contain what was there and what is wanted (the two busy roles, which combine with nothing, aside)', () => {
    const roles = calendarRights.filter(
      (right) => right !== 'AvailabilityOnly' && right !== 'LimitedDetails',
    );
    const anyRights = fc.uniqueArray(fc.constantFrom('None', ...roles, 'CreateSubfolders', 'FolderOwner'), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(anyRights, fc.constantFrom(...calendarRights), (found, wanted) => {
        fc.pre(compareRights(found, wanted) === 'less');
        const set = rightsToSet(found, wanted);
        expect(compareRights(set, wanted)).not.toBe('less');
        for (const right of roles) {
          if (compareRights(found, right) !== 'less') expect(compareRights(set, right)).not.toBe('less');
        }
      }),
    );
  });
});
