import { defineConfig } from 'vitest/config';
import { whyNoEngine } from './test/powershell/powershell-host.ts';

/** One project a kind of test, so that `vitest run --project unit` stays quick. */
const project = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    provide: { practiceWay: 'as-it-comes' as const },
  },
});

/** Of the behaviour suite, what a way to the practice site could break, at the price of a few minutes. */
const whereTheWayMatters = ['event-stream', 'faults', 'moved', 'resume', 'secrets', 'waiting'];

/** Tests of the behaviour suite once more, the practice site's cmdlets through a real PowerShell. */
function throughPowerShell(name: string, files: readonly string[]) {
  const suite = project('behaviour', 600_000);
  return {
    ...suite,
    test: {
      ...suite.test,
      name,
      include: files.map((file) => `test/behaviour/${file}.test.ts`),
      exclude: ['test/behaviour/powershell-transport.test.ts'],
      provide: { practiceWay: 'powershell' as const },
    },
  };
}

/** `npm test` leaves the whole out: each run starts PowerShell sessions, and there are hundreds of runs. */
const throughRealPowerShell =
  whyNoEngine() === undefined
    ? [
        throughPowerShell('behaviour-powershell', whereTheWayMatters),
        throughPowerShell('behaviour-powershell-whole', ['*']),
      ]
    : [];

export default defineConfig({
  test: {
    environment: 'node',
    // Tests start processes of their own; more workers than this only wait for one another.
    maxWorkers: 2,
    restoreMocks: true,
    projects: [
      project('unit', 10_000),
      project('contract', 60_000),
      project('behaviour', 300_000),
      project('powershell', 120_000),
      project('directory', 300_000),
      ...throughRealPowerShell,
    ],
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
