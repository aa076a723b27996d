import { defineConfig } from 'vitest/config';

/** One project a kind of test, so that `vitest run --project unit` stays quick. */
const project = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout },
});

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
      project('directory', 180_000),
    ],
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
