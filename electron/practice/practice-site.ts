import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Outcome } from '../../shared/run/events.ts';
import type { Side } from '../../shared/run/ports.ts';
import { siteFrom } from '../../shared/site/read-site.ts';
import type { Site } from '../../shared/site/site.ts';
import { withStaff, type StaffRow } from './presets/people-of-csv.ts';
import { presets, type PresetName } from './presets/presets.ts';
import { writeSite } from './presets/write-site.ts';
import { createPractice, openPractice, type PracticeState } from './state/practice-file.ts';
import { text } from './state/rows.ts';

/** What `practice new` is told. */
export interface PracticeOptions {
  readonly preset: PresetName;
  /** How many mailboxes; the preset's own number if left out. */
  readonly mailboxes?: number;
  /** Somebody's own staff list instead of the preset's people. */
  readonly people?: readonly StaffRow[];
  /** How long each command takes, in milliseconds. */
  readonly latencyMs?: number;
  /** Seed of the faults; none if left out. */
  readonly faultsSeed?: number;
  readonly clock?: 'fast' | 'real';
  /** How many commands each service bears at once. */
  readonly atOnce?: number;
}

/**
 * Makes a practice site in a new file and returns the site file's contents that fit it. Throws `ExistingPracticeFile` or
 * `UnwritablePracticeFile`.
 */
export function createPracticeSite(
  file: string,
  options: PracticeOptions,
  now = new Date(),
): { readonly site: Site } {
  const preset = presets[options.preset]({ mailboxes: options.mailboxes });
  const blueprint = options.people === undefined ? preset : withStaff(preset, options.people);
  const fitting = siteFrom({ ...blueprint.answers, id: randomUUID() });
  if ('issues' in fitting)
    throw new Error(
      `The preset ${options.preset} makes a site that does not fit: ${fitting.issues.map(({ field, why }) => `${field}: ${why}`).join('; ')}`,
    );
  const { site } = fitting;
  const state = createPractice(file);
  try {
    writeSite(
      state,
      blueprint,
      {
        id: randomUUID(),
        name: site.name,
        preset: options.preset,
        sides: sidesOf(site),
        clock: options.clock ?? 'fast',
        latencyMs: options.latencyMs ?? 0,
        atOnce: options.atOnce ?? 8,
        faults: options.faultsSeed ?? null,
        budget: null,
        createdAt: now.toISOString(),
      },
      now,
    );
    state.close();
  } catch (thrown) {
    state.close();
    for (const part of ['', '-wal', '-shm']) rmSync(`${state.file}${part}`, { force: true });
    throw thrown;
  }
  return { site };
}

const sidesOf = (site: Site): Side[] => [
  ...(site.onPremises === undefined ? [] : (['on-premises'] as const)),
  ...(site.cloud === undefined ? [] : (['cloud'] as const)),
];

/** Opens a practice site. Throws `MissingPracticeFile`, `DamagedPracticeFile` or `NewerPracticeFile`. */
export const openPracticeSite = (file: string): PracticeState => openPractice(file);

/** A mailbox that can't be mended, and how a run has to end for it. */
export interface PlantedCase {
  readonly side: Side;
  /** Exchange's GUID, by which a run names the calendar. */
  readonly guid: string;
  readonly address: string;
  readonly condition: string;
  readonly outcome: Outcome;
}

const outcomes: Readonly<Record<string, Outcome>> = {
  'damaged-list': 'could-not-look',
  'full-list': 'failed',
  'moving-lasting': 'could-not-look',
  failing: 'could-not-look',
};

/** The mailboxes of a practice site that can't be mended, by address, each with the outcome that a run must report. */
export function plantedCases(file: string): readonly PlantedCase[] {
  const state = openPractice(file);
  try {
    return state
      .rows(
        `SELECT r.side, r.guid, r.address, c.condition FROM conditions c JOIN recipients r ON r.side = c.side AND r.guid = c.guid
         ORDER BY r.address, c.condition`,
      )
      .flatMap((row) => {
        const condition = text(row, 'condition');
        const outcome = outcomes[condition];
        if (outcome === undefined) return [];
        const side: Side = text(row, 'side') === 'cloud' ? 'cloud' : 'on-premises';
        return [{ side, guid: text(row, 'guid'), address: text(row, 'address'), condition, outcome }];
      });
  } finally {
    state.close();
  }
}
