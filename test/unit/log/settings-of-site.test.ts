import { expect, it } from 'vitest';
import { settingsOfSite } from '../../../shared/log/settings-of-site.ts';
import { standInSite } from '../../stand-ins/run-record-site.ts';

it("a log's settings have the site's steps in their order, and the roles that each needs", () => {
  const { steps, roles } = settingsOfSite(standInSite());
  expect(steps.map(({ id }) => id)).toEqual([
    'prerequisites',
    'connect',
    'service-accounts',
    'licences',
    'security-group',
    'calendar-permissions',
    'hand-over',
  ]);
  expect(steps.filter(({ title }) => title === '')).toEqual([]);
  expect(roles).toContainEqual(
    expect.objectContaining({
      target: 'graph',
      role: 'License Administrator',
      need: 'change',
      step: 'licences',
    }),
  );
});
