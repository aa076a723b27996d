import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { provideNeeds } from './debian-packages.ts';

/** `npm test`: the checks, then all tests; ends with one line that counts them. */
const folder = mkdtempSync(join(tmpdir(), 'calendar-push-results-'));
const results = join(folder, 'results.json');

function run(...words: readonly string[]): boolean {
  const [program = '', ...args] = words;
  const { status } = spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  return status === 0;
}

const counted = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});

function counts(): z.infer<typeof counted> {
  try {
    return counted.parse(JSON.parse(readFileSync(results, 'utf8')));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
  }
}

provideNeeds();
const isChecked = run('npm', 'run', '--silent', 'check');
const areTested = run(
  'vitest',
  'run',
  '--project=!behaviour-powershell-whole',
  '--coverage',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
);
const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = counts();
rmSync(folder, { recursive: true, force: true });
const more = isChecked && areTested && failed === 0 ? 0 : Math.max(1, failed);
process.stdout.write(
  `\n${String(passed)} passed, ${String(more)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}\n`,
);
process.exitCode = more === 0 ? 0 : 1;
