import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carryOutVerb } from '../../electron/cli/run-verb.ts';
import { faultText } from '../../electron/cli/fault.ts';
import { readSiteFile } from '../../electron/site-file.ts';
import { DamagedRunFile } from '../../electron/store/store-problem.ts';
import { standInIo } from '../stand-ins/cli-io.ts';
import { Rehearsal } from '../stand-ins/rehearsal.ts';
import { onTerminal } from '../stand-ins/terminal.ts';

const common = (rehearsal: Rehearsal): readonly string[] => [
  '--practice',
  rehearsal.practice,
  '--runs',
  rehearsal.runs,
];

/** Behind PowerShell a fault of the practice site is a service's refusal; answered in this process, it is a fault of the program. */
const directly = (rehearsal: Rehearsal): readonly string[] => [
  ...common(rehearsal),
  '--practice-transport',
  'direct',
];

/** Calls an action when the so-manieth command of the calendars is told on standard output. */
const atCalendarCommand = (number: number, action: () => void): ((text: string) => void) => {
  let met = 0;
  return (text) => {
    if (!/"type":"command".*"step":"calendar-permissions"/u.test(text)) return;
    met += 1;
    if (met === number) action();
  };
};

describe('a run that meets a fault in its middle', () => {
  it('ends with 1, takes away what moved, and tells in short why, and how to go on', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '150', '--latency', '15');
    const words = ['run', '--yes', '--json', '--site', rehearsal.site, ...directly(rehearsal)];
    const table = (text: string): void => {
      const practice = new DatabaseSync(rehearsal.practice);
      practice.exec(text);
      practice.close();
    };
    const broken = await onTerminal(words, {
      onOutput: atCalendarCommand(300, () => {
        table('ALTER TABLE entries RENAME TO taken');
      }),
    });
    expect(broken.exitCode).toBe(1);
    expect(broken.stderr).toContain('[##');
    expect(broken.screen).not.toMatch(/\[#|Ctrl\+C stops/u);
    const told = broken.screen.slice(broken.screen.indexOf('!! The run has stopped'));
    expect(told).toContain('Why     A fault in this program: no such table');
    expect(told).toContain('What was done until now is recorded; nothing of it is lost.  (exit 1)');
    expect(broken.screen).not.toMatch(/^\s+at |\.ts:\d|Nothing was looked at/mu);

    table('ALTER TABLE taken RENAME TO entries');
    const resume = /calendar-push-setup (resume \S+)/u.exec(told)?.[1]?.split(' ') ?? [];
    const resumed = await onTerminal([...resume, '--yes', ...directly(rehearsal)]);
    expect(resumed.exitCode, resumed.screen).toBe(0);
    const verify = await onTerminal(['verify', '--site', rehearsal.site, ...directly(rehearsal)]);
    expect(verify.exitCode).toBe(0);
  });

  it('shows where in the program it was only to somebody who asks by DEBUG', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '5');
    const words = ['run', '--yes', '--json', '--site', rehearsal.site, ...directly(rehearsal)];
    const broken = await onTerminal(words, {
      env: { DEBUG: '1' },
      onOutput: atCalendarCommand(1, () => {
        const practice = new DatabaseSync(rehearsal.practice);
        practice.exec('DROP TABLE entries');
        practice.close();
      }),
    });
    expect(broken.screen).toMatch(/^\s+at .+\.ts:\d/mu);
  });

  it('does not say that nothing was looked at where a file of people went away meanwhile', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '5');
    const csv = join(rehearsal.folder, 'staff.csv');
    writeFileSync(csv, 'mail\nsomebody@nowhere.example\n');
    rehearsal.editSite((site) => {
      site['audience'] = { csv: 'staff.csv' };
    });
    const words = ['run', '--yes', '--json', '--site', rehearsal.site, ...common(rehearsal)];
    let isGone = false;
    const broken = await onTerminal(words, {
      onOutput: (text) => {
        if (!isGone && text.includes('"type":"command"')) rmSync(csv);
        isGone ||= text.includes('"type":"command"');
      },
    });
    expect(broken.exitCode, broken.screen).toBe(1);
    expect(broken.screen).toContain('staff.csv');
    expect(broken.screen).toContain('resume');
    expect(broken.screen).not.toContain('Nothing was looked at or changed');
  });

  it('tells a damaged file as what it is, and that what was done is recorded', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '5');
    const { site } = await readSiteFile(rehearsal.site);
    const io = standInIo({ isTerminal: true });
    const about = { verb: 'run', site, siteFile: rehearsal.site, willReveal: false } as const;
    const { practice, runs } = rehearsal;
    const options = { json: false, secrets: false, practice, runs, sessions: 2 };
    const thrown: unknown = await carryOutVerb(about, options, io, async ({ around }) => {
      around.onEvent({
        type: 'started',
        run: '2026-11-24-1401',
        verb: 'run',
        version: '1',
        site: { id: site.id, name: site.name, kind: site.kind },
        world: around.world.identity,
        steps: [],
        plan: 1,
        by: 'somebody',
        computer: 'here',
        note: '',
        resumed: false,
        seq: 1,
        at: '2026-11-24T13:01:00Z',
      });
      return await Promise.reject(new DamagedRunFile('/runs/a.run.sqlite', 'Its event 7 can not be read.'));
    }).catch((reason: unknown) => reason);
    const text = faultText(thrown, io);
    expect(text.replaceAll(/\s+/gu, ' ')).toContain(
      "This run's file is damaged: /runs/a.run.sqlite. Its event 7 can not be read.",
    );
    expect(text).toContain('calendar-push-setup resume 2026-11-24-1401');
    expect(text).not.toContain('Nothing was looked at');
  });
});

describe('a run at a terminal', () => {
  it('shows each step that would change something and asks; no leaves that step and what needs it', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '60');
    const words = ['run', '--site', rehearsal.site, ...common(rehearsal)];
    const before = await rehearsal.comparable();
    const refused = await onTerminal(words, { typed: ['n', 'no', '', 'n'] });
    expect(refused.exitCode).toBe(1);
    expect(refused.screen).toMatch(/Make these \d+ changes\? Type y to agree, anything else to leave it: /u);
    expect(await rehearsal.comparable()).toBe(before);

    const agreed = await onTerminal(words, { typed: ['y', 'Y', 'yes', 'y', 'y'] });
    expect(agreed.exitCode, agreed.stdout).toBe(0);
    expect(agreed.screen).not.toMatch(/\[#|Ctrl\+C stops/u);

    const again = await onTerminal(words);
    expect(again.exitCode).toBe(0);
    expect(again.screen).not.toContain('Type y to agree');
  });

  it('fits into 80 columns, but for what is copied, and shows no control character', async () => {
    const rehearsal = await Rehearsal.of('hybrid');
    for (const words of [['plan'], ['run', '--yes'], ['verify']]) {
      const { screen, stdout } = await onTerminal([...words, '--site', rehearsal.site, ...common(rehearsal)]);
      for (const line of `${screen}\n${stdout}`.split('\n')) {
        if (!/^ +calendar-push-setup /u.test(line)) expect(line.length, line).toBeLessThanOrEqual(80);
        expect(line).not.toMatch(/\p{Cc}/u);
      }
    }
    expect(readFileSync(rehearsal.site, 'utf8')).toContain('hybrid');
  });
});
