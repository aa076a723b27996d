import type { Site } from '../site/site.ts';
import { stepsOf } from '../steps/index.ts';
import type { LogSettings } from './log-settings.ts';

/** The part of a log's settings that follows from the site: its steps in order, and the roles that they need. */
export function settingsOfSite(site: Site): Pick<LogSettings, 'steps' | 'roles'> {
  const steps = stepsOf(site);
  return {
    steps: steps.map(({ id, title }) => ({ id, title })),
    roles: steps.flatMap(({ id: step, roles }) => {
      const { look, change } = roles(site);
      return [
        ...look.map((role) => ({ ...role, step, need: 'look' as const })),
        ...change.map((role) => ({ ...role, step, need: 'change' as const })),
      ];
    }),
  };
}
