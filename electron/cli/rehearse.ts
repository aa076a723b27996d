import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The main job on the practice site, as a person would type it: makes a hybrid university in a temporary folder, plans,
 * runs, verifies, runs again (nothing to do), and writes the log. Its own options, such as `--powershell PATH`, go to
 * each of these. Stops at the first command that ends otherwise than it should.
 */
const program = fileURLToPath(new URL('../cli.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'calendar-push-rehearsal-'));
const practice = join(folder, 'university.practice');
const site = join(folder, 'university.site.json');
const log = join(folder, 'run-log.html');
const common = ['--practice', practice, '--runs', join(folder, 'runs'), ...process.argv.slice(2)];

function command(...words: readonly string[]): void {
  process.stdout.write(`\n$ calendar-push-setup ${words.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [program, ...words], { stdio: 'inherit' });
  if (status === 0) return;
  process.stderr.write(`The rehearsal stopped: this command ended with ${String(status)}.\n`);
  process.exit(1);
}

function newestRun(verb: string): string {
  const { stdout } = spawnSync(
    process.execPath,
    [program, 'runs', '--json', '--runs', join(folder, 'runs')],
    {
      encoding: 'utf8',
    },
  );
  for (const line of stdout.split('\n')) {
    const found = new RegExp(`"run":"([^"]+)".*"verb":"${verb}"`, 'u').exec(line);
    if (found?.[1] !== undefined) return found[1];
  }
  throw new Error(`There is no run of ${verb} in ${folder}.`);
}

command('practice', 'new', practice, '--preset', 'hybrid', '--site-to', site);
command('plan', '--site', site, ...common);
command('run', '--site', site, '--yes', '--note', 'Rehearsal', ...common);
const firstRun = newestRun('run');
command('verify', '--site', site, ...common);
command('run', '--site', site, '--yes', ...common);
command('export', firstRun, '--to', log, '--runs', join(folder, 'runs'));
process.stdout.write(`\nThe rehearsal is done. Its log, to be opened in a browser:\n  ${log}\n`);
