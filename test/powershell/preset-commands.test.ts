import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typedParameters } from '../../electron/powershell/command-values.ts';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import type { Command, CmdletTarget } from '../../shared/commands/command.ts';
import { powershellText } from '../../shared/commands/powershell-text.ts';
import { resolveWhatIsKnown } from '../../shared/commands/resolve.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import { Rehearsal } from '../stand-ins/rehearsal.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { PowerShellHost, whyNoEngine } from './powershell-host.ts';
import { PracticeRecorder } from './practice-recorder.ts';

const reason = whyNoEngine();

/** Everybody at the site has a hostile name. */
function hostileStaff(domain: string): string {
  const names = hostileNames.filter((name) => name.trim() === name && name.length <= 64);
  const file = join(temporaryFolder(), 'staff.csv');
  const rows = names.map((name, number) => `"${name.replaceAll('"', '""')}",h${String(number)}@${domain},,,`);
  writeFileSync(file, ['displayName,userPrincipalName,mail,language,calendarFolder', ...rows].join('\n'));
  return file;
}

const presets = ['seed-on-premises', 'seed-cloud', 'hybrid', 'hybrid-cloud', 'university'] as const;

/** Small sites, with hostile names where a preset has people of its own choice. */
const knobs: Readonly<Record<PresetName, () => readonly string[]>> = {
  'seed-on-premises': () => ['--people', hostileStaff('dev.eveoh.local')],
  'seed-cloud': () => ['--people', hostileStaff('eveoh.onmicrosoft.com')],
  hybrid: () => ['--mailboxes', '60'],
  'hybrid-cloud': () => ['--mailboxes', '60'],
  university: () => ['--mailboxes', '150'],
};

interface Planned {
  readonly commands: readonly Command[];
  /** Exported scripts by name. */
  readonly scripts: ReadonlyMap<string, string>;
}

/** What a preset's plan asks for: asked once for all tests of this file. */
const known = new Map<PresetName, Promise<Planned>>();
function planned(preset: PresetName): Promise<Planned> {
  const plan = known.get(preset) ?? planOf(preset);
  known.set(preset, plan);
  return plan;
}

async function planOf(preset: PresetName): Promise<Planned> {
  const rehearsal = await Rehearsal.of(preset, ...knobs[preset]());
  const folder = join(rehearsal.folder, 'scripts');
  const told = await rehearsal.onSite('script', '--to', folder);
  return {
    commands: told.of('looked').flatMap(({ changes }) => changes.map(({ command }) => command)),
    scripts: new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  };
}

const targetOf: Readonly<Record<string, CmdletTarget | undefined>> = {
  '1-active-directory.ps1': 'activeDirectory',
  '2-exchange-server.ps1': 'exchange',
  '3-exchange-online.ps1': 'exchangeOnline',
};

/** What the recording `Read-Host` types for a secret, so that both ways have the same. */
const valueOf = (secret: string): string => `typed for ${secret}`;
const shown = (command: Command): string =>
  powershellText(resolveWhatIsKnown(command, (from, property) => `${property} of ${from}`));

describe.skipIf(reason !== undefined)(`commands of the presets ${reason ?? ''}`, () => {
  let recorder: PracticeRecorder;
  let host: PowerShellHost;
  beforeAll(async () => {
    recorder = await PracticeRecorder.open();
    host = new PowerShellHost();
  }, 180_000);
  afterAll(async () => {
    await recorder[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
  });

  describe.each(presets)('%s', (preset) => {
    test('every text of the plan is one command to the real parser', async () => {
      const { commands } = await planned(preset);
      expect(commands.length).toBeGreaterThan(20);
      for (const command of commands) {
        const text = powershellText(command);
        const tree = await host.parse(text);
        expect(tree.errors, text).toEqual([]);
        expect(tree.statements, text).toBe(1);
        expect(tree.expandableTexts, text).toBe(0);
      }
    });

    test('what the bridge binds is what the shown text binds, to cmdlets as the site has them', async () => {
      const { commands } = await planned(preset);
      const targets = Map.groupBy(commands, ({ target }) => target);
      for (const [target, theirs] of targets) {
        if (target !== 'graph') await recorder.declareAll(target);
        for (const command of theirs) {
          const text = shown(command);
          const byText = await recorder.run(text);
          expect(byText.errors, text).toEqual([]);
          expect(byText.bound, text).toHaveLength(1);
          if (command.target === 'graph') continue;
          const resolved = resolveWhatIsKnown(command, (from, property) => `${property} of ${from}`);
          if (resolved.target === 'graph') throw new TypeError('A cmdlet became a request.');
          const byBridge = await recorder.call(command.cmdlet, typedParameters(resolved, valueOf));
          expect(byBridge.errors, text).toEqual([]);
          expect(byBridge.bound, text).toEqual(byText.bound);
        }
      }
    });

    test('every script runs to its end, with all its commands bound', async () => {
      const { scripts } = await planned(preset);
      for (const [name, script] of scripts) {
        const target = targetOf[name];
        const cmdlets = new Set(target === undefined ? [] : await recorder.declareAll(target));
        expect((await host.parse(script)).errors).toEqual([]);
        await recorder.answer({
          ...Object.fromEntries(
            ['HostName', 'ObjectGuid', 'Guid', 'PrimarySmtpAddress', 'id'].map((key) => [key, key]),
          ),
          TenantID: /\$tenant -ne '([^']+)'/u.exec(script)?.[1] ?? '',
        });
        const { errors, bound } = await recorder.run(script);
        expect(errors, name).toEqual([]);
        expect(bound.at(-1)).toMatchObject({ cmdlet: 'Write-Host' });
        const wanted = Number(/ of (\d+): /u.exec(script)?.[1]);
        expect(wanted).toBeGreaterThan(0);
        const done = bound.filter(({ parameters }) =>
          String(parameters.get('Object')?.[1]).match(/^\d+ of \d+: /u),
        );
        expect(done).toHaveLength(wanted);
        if (target !== undefined)
          expect(bound.filter(({ cmdlet }) => cmdlets.has(cmdlet)).length).toBeGreaterThanOrEqual(wanted);
      }
    });
  });
});
