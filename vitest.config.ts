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

/** The behaviour suite once more, the practice site's cmdlets through a real PowerShell. */
const throughPowerShell = {
  ...project('behaviour', 600_000),
  test: {
    ...project('behaviour', 600_000).test,
    name: 'behaviour-powershell',
    exclude: ['test/behaviour/powershell-transport.test.ts'],
    provide: { practiceWay: 'powershell' as const },
  },
};

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
      ...(whyNoEngine() === undefined ? [throughPowerShell] : []),
    ],
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
