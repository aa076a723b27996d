import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { holds, table, type Figure } from './figures.ts';
import { latencyFigures } from './latency.ts';
import { whyNoPowerShell } from '../powershell/powershell-host.ts';
import { parallelFigures, sessionFigures } from './powershell.ts';
import { commandFigures, engineFigures, idleMb, measureSize, memoryFigures, type Size } from './sizes.ts';

const { values } = parseArgs({
  options: {
    /** Mailboxes of the preset `university`, from the smallest to the largest. */
    sizes: { type: 'string', default: '1000,10000,50000' },
    /** Mailboxes of the runs with latency. */
    latency: { type: 'string', default: '400' },
    /** What is measured: whole runs, PowerShell sessions, or both. */
    parts: { type: 'string', default: 'runs,powershell' },
  },
});

/** Works in a folder of its own, which is gone afterwards. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'calendar-push-setup-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const all: Figure[] = [];
function show(heading: string, figures: readonly Figure[]): void {
  all.push(...figures);
  process.stdout.write(table(heading, figures));
}

async function benchRuns(): Promise<void> {
  show(
    `Wall-clock against the best schedule, ${values.latency} mailboxes, 8 at once`,
    await inFolder((folder) => latencyFigures(folder, Number(values.latency))),
  );

  const idle = await inFolder(idleMb);
  const sizes: Size[] = [];
  for (const mailboxes of values.sizes.split(',').map(Number)) {
    const size = await inFolder((folder) => measureSize(folder, mailboxes));
    sizes.push(size);
    show(`Commands per calendar, ${mailboxes} mailboxes`, commandFigures(size));
  }
  show('Peak memory', memoryFigures(sizes, idle));
  show('Time per command without latency, the practice site included', engineFigures(sizes));
}

async function benchPowerShell(): Promise<void> {
  const reason = whyNoPowerShell();
  if (reason !== undefined) {
    process.stdout.write(`\nPowerShell sessions: ${reason}\n`);
    return;
  }
  show('PowerShell sessions', await sessionFigures());
  show('PowerShell sessions side by side, warm', await parallelFigures());
}

const parts = values.parts.split(',');
if (parts.includes('powershell')) await benchPowerShell();
if (parts.includes('runs')) await benchRuns();

const failed = all.filter((figure) => !holds(figure));
process.stdout.write(
  failed.length === 0
    ? '\nAll limits hold.\n'
    : `\nNot held: ${failed.map(({ what }) => what).join('; ')}.\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
