import type { Finding, Severity } from '../run/finding.ts';
import type { RunRecord } from './run-record.ts';

/** Findings of the same kind in the same step: many like ones are told once, with a list. */
export interface FindingGroup {
  readonly first: Finding;
  readonly total: number;
}

const order: readonly Severity[] = ['stops', 'to-know', 'information'];

/** The kinds of findings of a run, the ones that stop first, each with its first finding; one pass. */
export function findingGroups(record: RunRecord): readonly FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of record.findings()) {
    const key = keyOf(finding);
    const known = groups.get(key);
    groups.set(key, { first: known?.first ?? finding, total: (known?.total ?? 0) + 1 });
  }
  return [...groups.values()].toSorted(
    (one, other) => order.indexOf(one.first.severity) - order.indexOf(other.first.severity),
  );
}

/** All findings of a group, in the order in which they came. */
export function* findingsOf(record: RunRecord, group: FindingGroup): Iterable<Finding> {
  const key = keyOf(group.first);
  for (const finding of record.findings()) if (keyOf(finding) === key) yield finding;
}

const keyOf = ({ severity, step, id }: Finding): string => `${severity}\n${step}\n${id}`;
