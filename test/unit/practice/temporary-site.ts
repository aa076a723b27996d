import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { createPracticeSite, type PracticeOptions } from '../../../electron/practice/practice-site.ts';
import { openPractice, type PracticeState } from '../../../electron/practice/state/practice-file.ts';
import { ServiceError } from '../../../shared/run/service-error.ts';
import type { Site } from '../../../shared/site/site.ts';

/** A practice site in a folder that is removed after the test. */
export function temporarySite(options: PracticeOptions): { readonly file: string; readonly site: Site } {
  const folder = mkdtempSync(join(tmpdir(), 'practice-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'site.practice');
  return { file, site: createPracticeSite(file, options).site };
}

/** The same, opened; closed after the test. */
export function openedSite(options: PracticeOptions): PracticeState {
  const state = openPractice(temporarySite(options).file);
  onTestFinished(() => {
    state.close();
  });
  return state;
}

/** Stops the clock of the computer until the test is over; `later` moves it on, in milliseconds. */
export function stoppedClock(): { readonly later: (ms: number) => void } {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    later: (ms) => {
      vi.setSystemTime(Date.now() + ms);
    },
  };
}

/** What was refused; fails where nothing was. */
export function refusalOf(act: () => unknown): ServiceError {
  try {
    act();
  } catch (failure) {
    if (failure instanceof ServiceError) return failure;
    throw failure;
  }
  throw new Error('It was not refused.');
}
