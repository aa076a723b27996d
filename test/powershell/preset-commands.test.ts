import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typedParameters } from '../../electron/powershell/command-values.ts';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import type { CmdletCommand, Command, Target } from '../../shared/commands/command.ts';
import { powershellText } from '../../shared/commands/powershell-text.ts';
import { resolveWhatIsKnown } from '../../shared/commands/resolve.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import { everyVerb } from '../stand-ins/every-verb.ts';
import { canonical, commandIn } from '../stand-ins/rehearsal.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { PowerShellHost, whyNoEngine, type LanguageUse } from './powershell-host.ts';
import { PracticeRecorder, type Bound } from './practice-recorder.ts';
import { checkScript, entryOf } from './script-check.ts';

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
  /** The changes of the plan. */
  readonly commands: readonly Command[];
  /** Every command that any verb sends to a module, reads too. */
  readonly sent: readonly CmdletCommand[];
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

/** What this computer is asked does not go through the bridge. */
const isOfModule = (command: Command): command is CmdletCommand =>
  command.target !== 'graph' && command.target !== 'computer';

async function planOf(preset: PresetName): Promise<Planned> {
  const { rehearsal, streams } = await everyVerb(preset, ...knobs[preset]());
  const folder = join(rehearsal.folder, 'scripts');
  const sent = streams
    .flatMap(({ result }) => result.of('command'))
    .flatMap((command) => (isOfModule(command) ? [command] : []));
  const script = streams.find(({ verb }) => verb === 'script');
  return {
    sent: [...new Map(sent.map((command) => [canonical(commandIn(command)), command])).values()],
    commands:
      script?.result.of('looked').flatMap(({ changes }) => changes.map(({ command }) => command)) ?? [],
    scripts: new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  };
}

const targetOf: Readonly<Record<string, Target | undefined>> = {
  '0-this-computer.ps1': 'computer',
  '1-active-directory.ps1': 'activeDirectory',
  '2-exchange-server.ps1': 'exchange',
  '3-exchange-online.ps1': 'exchangeOnline',
  '4-graph.ps1': 'graph',
};

/** The others (commands, types, members) are the site's and not the language's. */
const isOfLanguage = ({ kind }: LanguageUse): boolean =>
  ['construct', 'token', 'newer', 'number', 'escape'].includes(kind);

/** What the recording `Read-Host` types for a secret, so that both ways have the same. */
const valueOf = (secret: string): string => `typed for ${secret}`;
/** A command of a plan as it will be sent: with something in the place of each value that is only known then. */
const allKnown = (command: Command): Command =>
  resolveWhatIsKnown(command, (from, property) => `${property} of ${from}`);

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

  /** What of a script's language came after Windows PowerShell 5.1. */
  async function newerIn(script: string): Promise<readonly string[]> {
    const { errors, uses } = await host.language(script);
    const { refusals, lookUps } = checkScript('', { errors, uses: uses.filter(isOfLanguage) });
    const members = lookUps.flat();
    const found = await host.find(members);
    return [...refusals, ...members.filter((_, index) => found[index] === null).map(entryOf)];
  }

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
      const { commands, sent } = await planned(preset);
      for (const [target, theirs] of Map.groupBy([...commands, ...sent], (command) => command.target)) {
        if (target !== 'graph') await recorder.declareAll(target);
        for (const command of theirs.map(allKnown)) {
          const text = powershellText(command);
          const byText = await recorder.run(text);
          expect(byText.errors, text).toEqual([]);
          expect(byText.bound, text).toHaveLength(1);
          if (command.target === 'graph') continue;
          const byBridge = await recorder.call(command.cmdlet, typedParameters(command, valueOf));
          expect(byBridge.errors, text).toEqual([]);
          expect(byBridge.bound, text).toEqual(byText.bound);
        }
      }
    });

    test('every script runs to its end, with all its commands bound', async () => {
      const { scripts, commands } = await planned(preset);
      for (const [name, script] of scripts) {
        const target = targetOf[name];
        if (target !== undefined && target !== 'graph') await recorder.declareAll(target);
        expect((await host.parse(script)).errors).toEqual([]);
        expect(await newerIn(script)).toEqual([]);
        await recorder.answer({
          ...Object.fromEntries(
            ['HostName', 'ObjectGuid', 'Guid', 'PrimarySmtpAddress', 'id'].map((key) => [key, key]),
          ),
          TenantID: /\$tenant -ne '([^']+)'/u.exec(script)?.[1] ?? '',
        });
        const { errors, bound } = await recorder.run(script);
        expect(errors, name).toEqual([]);
        expect(said(bound.at(-1))).toBe('Every command of this script was carried out.');
        const carriedOut = bound.filter((_, index) => /^\d+ of \d+: /u.test(said(bound[index - 1])));
        expect(carriedOut.map(({ cmdlet }) => cmdlet)).toEqual(
          commands
            .filter((command) => command.target === target)
            .map((command) => ('cmdlet' in command ? command.cmdlet : 'Invoke-MgGraphRequest')),
        );
      }
    });
  });
});

/** What a script tells whoever watches, where that is what was bound. */
function said(bound: Bound | undefined): string {
  const sentence = bound?.cmdlet === 'Write-Host' ? bound.parameters.get('Object')?.[1] : undefined;
  return typeof sentence === 'string' ? sentence : '';
}
