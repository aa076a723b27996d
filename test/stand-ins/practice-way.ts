import { inject } from 'vitest';
import { powershellProgram } from '../powershell/powershell-host.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How commands reach the practice site in the tests of a project. */
    practiceWay: 'as-it-comes' | 'powershell';
  }
}

/**
 * The words of a command line, with the way to the practice site that the test's project asks for: the behaviour suite
 * runs once as it comes, and once through a real PowerShell (`vitest.config.ts`). A test that names a way keeps it.
 */
export function byWayOf(words: readonly string[]): readonly string[] {
  const isNamed = words.includes('--practice-transport') || words.includes('--powershell');
  if (inject('practiceWay') !== 'powershell' || isNamed || !words.includes('--practice')) return words;
  return [
    ...words,
    '--practice-transport',
    'powershell',
    '--powershell',
    powershellProgram(),
    '--sessions',
    '1',
  ];
}
