import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BridgeEvent } from '../../electron/powershell/frames.ts';
import type { Typed } from '../../electron/tokens/tokens.ts';
import { whyNoProcessTable } from '../stand-ins/processes.ts';
import { shellProgram } from '../stand-ins/programs.ts';
import { commandLine } from '../stand-ins/command-line.ts';
import { Rehearsal } from '../stand-ins/rehearsal.ts';
import { awkward, filesIn, findings, moreAwkward } from '../stand-ins/secret-search.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { callOf, errorsOf, never, openTestSession, outOf, rowsOf } from './bridge-sessions.ts';
import { hostProgram, powershellProgram, whyNoEngine, whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell() ?? whyNoProcessTable();

const passwords = [awkward(1), moreAwkward(2)];
const secrets: readonly Typed[] = passwords.map((text) => ({ type: 'secret', text }));

const foundIn = (where: string, bytes: Buffer): readonly string[] => findings(where, bytes, passwords);
const foundInEvents = (events: readonly BridgeEvent[]): readonly string[] =>
  foundIn('events', Buffer.from(events.map((event) => JSON.stringify(event)).join('\n')));
const foundInFiles = (folder: string): readonly string[] =>
  filesIn(folder).flatMap(([path, bytes]) => foundIn(path, bytes));

describe.skipIf(reason !== undefined)(`a secret of a call ${reason ?? ''}`, () => {
  test('stands neither in arguments and environment of PowerShell nor in what it writes to standard error', async () => {
    const errors = join(temporaryFolder(), 'errors');
    await using session = await openTestSession(
      shellProgram(`exec '${powershellProgram()}' "$@" 2>'${errors}'`),
    );
    const ofProcess = (file: string): Buffer => readFileSync(`/proc/${String(session.hello.pid)}/${file}`);
    await outOf(session, callOf('Write-Noise'));
    for (const Secret of secrets) {
      await outOf(session, callOf('Deny-Text', { Password: Secret }));
      // While a command runs that has it.
      for await (const event of session.call(callOf('Wait-Holding', { Secret }), never))
        if (event.kind === 'row') {
          expect(foundIn('cmdline', ofProcess('cmdline'))).toEqual([]);
          expect(foundIn('environ', ofProcess('environ'))).toEqual([]);
          break;
        }
    }
    expect(readFileSync(errors, 'utf8')).toContain('noise');
    expect(foundIn('standard error', readFileSync(errors))).toEqual([]);
  });

  test('stands in the history of no runspace', async () => {
    await using session = await openTestSession();
    for (const Secret of secrets) await outOf(session, callOf('Get-Plain', { Secret }));
    const history = await outOf(session, callOf('Get-AllHistory'));
    expect(rowsOf(history)).toContainEqual([
      expect.stringContaining('$ExecutionContext.SessionState.LanguageMode'),
    ]);
    expect(foundInEvents(history)).toEqual([]);
    expect(rowsOf(await outOf(session, callOf('Get-History', {}, { columns: ['CommandLine'] })))).toEqual([]);
  });

  test.each<readonly [string, (secret: Typed) => Parameters<typeof callOf>, number]>([
    ['a parameter of another type', (secret) => ['Deny-Number', { Number: secret }], 1],
    ['a parameter for dates', (secret) => ['Deny-Number', { Date: secret }], 1],
    ['a parameter that is not there', (secret) => ['Deny-Number', { Nobody: secret }], 1],
    ['a parameter that takes other texts only', (secret) => ['Deny-Text', { Password: secret }], 1],
    ['a cmdlet that repeats it', (secret) => ['Repeat-Text', { Password: secret, Verbose: true }], 2],
  ])('is not repeated in an error about %s', async (_, call, errors) => {
    await using session = await openTestSession();
    for (const secret of secrets) {
      const events = await outOf(session, callOf(...call(secret)));
      expect(errorsOf(events)).toHaveLength(errors);
      expect(foundInEvents(events)).toEqual([]);
    }
  });
});

const noEngine = whyNoEngine();

/** The host under a policy that has PowerShell write down what it does, and the folder of those transcripts. */
function transcribingHost(): { readonly program: string; readonly transcripts: string } {
  const folder = temporaryFolder();
  const [engine, transcripts] = [join(folder, 'engine'), join(folder, 'transcripts')];
  mkdirSync(transcripts);
  cpSync(dirname(hostProgram()), engine, { recursive: true });
  const Transcription = {
    EnableTranscripting: true,
    EnableInvocationHeader: true,
    OutputDirectory: transcripts,
  };
  writeFileSync(
    join(engine, 'powershell.config.json'),
    JSON.stringify({ PowerShellPolicies: { Transcription } }),
  );
  return { program: join(engine, basename(hostProgram())), transcripts };
}

describe.skipIf(noEngine !== undefined)(
  `under the policy that has PowerShell keep transcripts ${noEngine ?? ''}`,
  () => {
    test('no secret of a call is written down', async () => {
      const { program, transcripts } = transcribingHost();
      {
        await using session = await openTestSession(program);
        for (const secret of secrets) {
          await outOf(session, callOf('Get-Back', { Value: 'seen-as-output' }));
          await outOf(session, callOf('Get-Plain', { Secret: secret }));
          await outOf(session, callOf('Get-AsText', { Token: secret }));
          await outOf(session, callOf('Deny-Number', { Number: secret }));
        }
      }
      const written = filesIn(transcripts).map(([, bytes]) => bytes.toString());
      expect(written.join('\n')).toContain('Invoke-BridgeCall');
      expect(foundInFiles(transcripts)).toEqual([]);
    });

    test('nor one of a whole run on the practice site', async () => {
      const { program, transcripts } = transcribingHost();
      const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '3');
      const plan = await rehearsal.onSite('plan');
      const given = Object.fromEntries(
        plan.of('secret-needed').map(({ name }, index) => [name, passwords[index]]),
      );
      expect(Object.keys(given)).toHaveLength(1);
      const way = ['--practice-transport', 'powershell', '--powershell', program];
      const words = ['run', '--yes', '--secrets', '-', '--site', rehearsal.site, ...way, ...rehearsal.common];
      const run = await commandLine(words, JSON.stringify(given));
      expect(run.exitCode, run.stderr).toBe(0);
      expect(filesIn(transcripts)).not.toEqual([]);
      expect(foundInFiles(transcripts)).toEqual([]);
    });
  },
);
