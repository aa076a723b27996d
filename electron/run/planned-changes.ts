import type { Change } from '../../shared/run/resource.ts';
import type { StepId } from '../../shared/run/step-id.ts';
import type { RunFile } from '../store/run-file.ts';

/** A change that a plan asks for, with whose it is. */
export interface PlannedChange {
  readonly step: StepId;
  readonly resource: string;
  readonly name: string;
  readonly kind: string;
  readonly where: string;
  readonly change: Change;
}

/** The changes of a plan in the order in which they would be made. */
export function* plannedChanges(file: RunFile): Generator<PlannedChange> {
  for (const step of file.report.head.steps) {
    for (const { resource, name, kind, where, outcome } of file.report.resources(step)) {
      if (outcome !== 'drifted') continue;
      for (const change of file.history.agreed(resource) ?? [])
        yield { step, resource, name, kind, where, change };
    }
  }
}
