import type { StepWork } from '../../shared/run/carry-out.ts';
import type { StepId } from '../../shared/run/step-id.ts';
import { stepsOf } from '../../shared/steps/index.ts';
import type { StepRequest } from '../../shared/steps/step.ts';
import type { Site } from '../../shared/site/site.ts';

/** Steps that everything after them stands on: what has to be mended there is mended first. */
const gates: ReadonlySet<StepId> = new Set<StepId>(['prerequisites', 'connect']);

/** The steps of a site as the engine takes them: those selected, and those before them for what they know. */
export function stepWork(
  site: Site,
  selected: ReadonlySet<StepId>,
  request: StepRequest,
): readonly StepWork[] {
  const steps = stepsOf(site);
  const last = steps.findLastIndex((step) => selected.has(step.id));
  return steps.slice(0, last + 1).map((step) => {
    const isMany = step.id === 'calendar-permissions';
    return {
      step: step.id,
      title: step.title,
      isSelected: selected.has(step.id),
      isMany,
      isGate: gates.has(step.id),
      resources: (looker) => step.resources({ site, looker, request }),
      total: (looker) => (isMany ? Math.min(looker.people.count(), request.limit) : undefined),
    };
  });
}
