import { inject } from 'vitest';
import { powershellProgram } from '../powershell/powershell-host.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How commands reach the practice site in the tests of a project. */
    practiceWay: 'as-it-comes' | 'powershell';
  }
}

/** Do commands reach the practice site through PowerShell, one at a time and slower than directly? */
export const isThroughPowerShell = (): boolean => inject('practiceWay') === 'powershell';

/**
 * The words of a command line, with the way to the practice site that the test's project asks for: the behaviour suite
 * runs as it comes, and through a real PowerShell (`vitest.config.ts`). A test that names a way keeps it. One session a
 * system: to start one costs more than all of its commands.
 */
export function byWayOf(words: readonly string[]): readonly string[] {
  const isNamed = words.includes('--practice-transport') || words.includes('--powershell');
  if (!isThroughPowerShell() || isNamed || !words.includes('--practice')) return words;
  const way = ['--practice-transport', 'powershell', '--powershell', powershellProgram()];
  return [...words, ...way, ...(words.includes('--sessions') ? [] : ['--sessions', '1'])];
}

/** The programs that a run may start on its way to the practice site; for a moment each is still ours. */
export const programsOfWay = (): readonly string[] =>
  isThroughPowerShell() ? [powershellProgram(), process.execPath] : [];

/** Commands in one order, as PowerShell binds them: it makes a list of one value where a parameter takes several. */
export const asBound = (commands: readonly string[]): readonly string[] =>
  commands.map((line) => line.replaceAll(/\[("[^"]*")\]/gu, '$1')).toSorted();
