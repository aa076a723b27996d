import { afterEach, describe, expect, test, vi } from 'vitest';
import { CmdletTransport } from '../../electron/powershell/cmdlet-transport.ts';
import { realUse } from '../../electron/powershell/real-site.ts';
import { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { NoSession } from '../../electron/powershell/session-failures.ts';
import type { StartOptions } from '../../electron/powershell/session-start.ts';
import { writeTokens } from '../../electron/tokens/tokens.ts';
import { childrenOf, whyNoProcessTable } from '../stand-ins/processes.ts';
import { shellProgram } from '../stand-ins/programs.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { callOf, never, openTestSession, outOf, rowsOf } from './bridge-sessions.ts';
import { hostProgram, whyNoEngine, whyNoPowerShell } from './powershell-host.ts';
import { failure } from './transports.ts';

const noShell = process.platform === 'win32' ? 'skipped: the stand-ins here are shell scripts' : undefined;

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Why no session comes about with a program. */
async function refusal(program: string, options?: StartOptions): Promise<NoSession> {
  const started = BridgeSession.start(program, undefined, options);
  const problem: unknown = await started.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (problem instanceof NoSession) return problem;
  throw new Error('It was not refused as it should be.', { cause: problem });
}

/** A program that answers the first question, says something more and then waits. */
const greeting = (mode: string, version: string, ...more: readonly string[]): string =>
  shellProgram(
    `echo 'x ${mode} ${version}'`,
    ...more.map((line) => `printf '%s\\n' '${line}'`),
    'exec cat >/dev/null',
  );

const helloOf = (is64Bit: boolean): string =>
  `H 0 ${writeTokens([
    1,
    '5.1.22621.1',
    'Desktop',
    'FullLanguage',
    4711,
    is64Bit,
    'nl-NL',
    'nl-NL',
    'someone',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
    true,
    'STA',
    [true, false, true],
  ])}`;

describe.skipIf(noShell !== undefined)(`a program that is no usable PowerShell ${noShell ?? ''}`, () => {
  test.each<readonly [string, () => string, NoSession['reason'], RegExp]>([
    ['is not there', () => '/nowhere/powershell', 'not-started', /could not be started.*ENOENT/u],
    ['is a folder', temporaryFolder, 'not-started', /could not be started.*EACCES/u],
    ['has a name that no program has', () => 'power\0shell', 'not-started', /null bytes/u],
    ['ends', () => shellProgram('echo out of order >&2', 'exit 3'), 'ended', /exit code 3.*out of order/u],
    ['is killed', () => shellProgram('kill -KILL $$'), 'ended', /by SIGKILL/u],
    [
      'ends after its answer',
      () => shellProgram('echo x FullLanguage 5.1', 'exit 4'),
      'ended',
      /exit code 4/u,
    ],
    [
      'is in ConstrainedLanguage',
      () => greeting('ConstrainedLanguage', '5.1'),
      'language-mode',
      /ConstrainedLanguage/u,
    ],
    ['is too old', () => greeting('FullLanguage', '5.0.10586'), 'too-old', /PowerShell 5\.0/u],
    ['greets otherwise', () => greeting('FullLanguage', '5.1', 'H 0 "hello'), 'unreadable', /can't be read/u],
    ['has 32 bits', () => greeting('FullLanguage', '5.1', helloOf(false)), 'too-narrow', /32-bit/u],
  ])('that %s is told as what it is, with what to do', async (_, program, reason, why) => {
    const refused = await refusal(program());
    expect(refused.reason).toBe(reason);
    expect(refused.message).toMatch(why);
    expect(refused.do).toMatch(/^[A-Z].*\.$/u);
  });

  test('that says nothing is ended when its time is over, or when nobody wants it any more', async () => {
    const silent = shellProgram('exec cat >/dev/null');
    expect(await refusal(silent, { limitMs: 100 })).toMatchObject({ reason: 'no-answer' });
    const cancel = new AbortController();
    const started = BridgeSession.start(silent, undefined, { signal: cancel.signal });
    cancel.abort(new Error('Nobody wants it.'));
    await expect(started).rejects.toThrow('Nobody wants it.');
    if (whyNoProcessTable() === undefined) expect(childrenOf(process.pid)).toEqual([]);
  });

  test('that does well is told by its greeting', async () => {
    await using session = await BridgeSession.start(greeting('FullLanguage', '5.1', helloOf(true)));
    expect(session.hello).toEqual({
      version: '5.1.22621.1',
      edition: 'Desktop',
      languageMode: 'FullLanguage',
      pid: 4711,
      is64Bit: true,
      isSystem64Bit: true,
      culture: 'nl-NL',
      uiCulture: 'nl-NL',
      user: 'someone',
      apartment: 'STA',
      logging: { scriptBlocks: true, modules: false, transcripts: true },
    });
  });
});

const noPowerShell = whyNoPowerShell();

describe.skipIf(noPowerShell !== undefined)(`the greeting of a real PowerShell ${noPowerShell ?? ''}`, () => {
  test('tells of its surroundings', async () => {
    await using session = await openTestSession();
    const { version, edition, user, apartment, logging } = session.hello;
    expect(version).toMatch(/^(?:5\.1|[7-9]|\d\d)\./u);
    expect(edition).toMatch(/^(?:Desktop|Core)$/u);
    expect(user).not.toBe('');
    expect(apartment).toMatch(/^(?:STA|MTA|Unknown)$/u);
    expect(logging === undefined).toBe(process.platform !== 'win32');
  });

  test('comes from the program that was named, in an environment without what would change it', async () => {
    const unwanted = {
      NODE_POWERSHELL: '/nowhere/powershell',
      psmodulepath: '/nowhere',
      NODE_OPTIONS: '--title=x',
    };
    for (const [name, value] of Object.entries(unwanted)) vi.stubEnv(name, value);
    await using session = await openTestSession();
    for (const name of ['NODE_POWERSHELL', 'psmodulepath', 'NODE_OPTIONS'])
      expect(rowsOf(await outOf(session, callOf('Get-EnvironmentText', { Name: name })))).toEqual([[null]]);
  });
});

const noEngine = whyNoEngine();

describe.skipIf(noEngine !== undefined)(`the host with other surroundings ${noEngine ?? ''}`, () => {
  test('ConstrainedLanguage is refused before anything else is sent', async () => {
    vi.stubEnv('POWERSHELL_HOST_LANGUAGE_MODE', 'ConstrainedLanguage');
    const refused = await refusal(hostProgram());
    expect(refused.reason).toBe('language-mode');
    expect(refused.do).toContain('by-hand');
  });

  test('ConstrainedLanguage is told to the engine as a rule that forbids scripts', async () => {
    vi.stubEnv('POWERSHELL_HOST_LANGUAGE_MODE', 'ConstrainedLanguage');
    const limits = { sessions: 1, commandMs: 60_000 };
    await using transport = new CmdletTransport(realUse('computer', undefined), hostProgram(), limits);
    const refused = await failure(transport.hello(never));
    expect(refused).toMatchObject({ kind: 'lasting', id: 'ScriptsNotAllowed' });
    expect(refused.message).toContain('ConstrainedLanguage');
  });

  // 65001 begins with a byte order mark.
  test.each(['437', '850', '932', '1252', '65001'])('text survives code page %s', async (page) => {
    vi.stubEnv('POWERSHELL_HOST_CODE_PAGE', page);
    await using session = await openTestSession(hostProgram());
    expect(rowsOf(await outOf(session, callOf('Get-CodePage')))).toEqual([[Number(page)]]);
    for (const value of ['Zoë Ærø', '漢字かな ｱ', 'Ωλ £¥¬\u00a0', '\ud800\uffff\u0000🙂', '\\~|'])
      expect(rowsOf(await outOf(session, callOf('Get-Back', { Value: value })))).toEqual([[value]]);
  });

  test('numbers and dates are the same where people write them with a comma', async () => {
    vi.stubEnv('POWERSHELL_HOST_CULTURE', 'nl-NL');
    await using session = await openTestSession(hostProgram());
    expect(session.hello).toMatchObject({ culture: 'nl-NL', uiCulture: 'nl-NL' });
    expect(rowsOf(await outOf(session, callOf('Get-CultureText')))).toEqual([['nl-NL 0,5']]);
    for (const value of [
      0.5,
      -1e300,
      { type: 'decimal', text: '1234.5' },
      { type: 'date', text: '2026-11-24T10:00:00.0000000Z' },
    ] as const)
      expect(rowsOf(await outOf(session, callOf('Get-Back', { Value: value })))).toEqual([[value]]);
  });
});
