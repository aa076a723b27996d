import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PowerShellHost, whyNoEngine, type Member } from './powershell-host.ts';
import { PracticeRecorder } from './practice-recorder.ts';
import { inputOfStart } from './recorded-input.ts';
import { checkScript, entries, entryOf, exemptions, type CheckOptions } from './script-check.ts';
import { assemblies, declaredWords } from './windows-powershell-5.ts';

const reason = whyNoEngine();
const bridgeFolder = new URL('../../electron/powershell/', import.meta.url);
const practiceModule = new URL('../../electron/practice/loopback/practice-module.ps1', import.meta.url);
const bridgeScripts = readdirSync(bridgeFolder).filter((name) => name.endsWith('.ps1'));
const ofPractice: CheckOptions = { functions: ['Invoke-PracticeCmdlet'], loggedFor: declaredWords };

/** A member as a refusal names it; the number of arguments where it is called. */
const told = ({ type, kind, name, arguments: count }: Member): string =>
  [type, kind, name, count].filter((part) => part !== null).join(' ');
/** There a script is no program that could stand in for PowerShell and keep what it is given. */
const isWindows = process.platform === 'win32';
const textOf = (file: URL): string => readFileSync(file, 'utf8');

describe.skipIf(reason !== undefined)(`what is sent to a PowerShell ${reason ?? ''}`, () => {
  let host: PowerShellHost;
  let declared: string;
  beforeAll(async () => {
    host = new PowerShellHost();
    declared = await declarations();
  }, 180_000);
  afterAll(() => host[Symbol.asyncDispose]());

  /** What of a script is not on the list or not in 5.1, and the entries of the list that it uses and 5.1 has. */
  async function checked(text: string, options?: CheckOptions) {
    const { refusals, lookUps, exempt } = checkScript(text, await host.language(text), options);
    const homes = await host.find(lookUps.flat());
    const used = new Set(exempt);
    let at = 0;
    const missing = lookUps.flatMap((candidates) => {
      const found = candidates.filter((member) => {
        const home = homes[at++] ?? null;
        if (home !== null && !(home in assemblies)) return false;
        if (home !== null) used.add(entryOf(member));
        return home !== null;
      });
      const [first] = candidates;
      return found.length > 0 || first === undefined ? [] : [`5.1 has no ${told(first)}`];
    });
    return { refusals: [...refusals, ...missing], used };
  }

  const functionsOf = async (text: string): Promise<readonly string[]> =>
    (await host.language(text)).uses.filter(({ kind }) => kind === 'function').map(({ name }) => name);

  test.each(bridgeScripts)('%s uses only what Windows PowerShell 5.1 has', async (name) => {
    const { refusals, used } = await checked(textOf(new URL(name, bridgeFolder)));
    expect(refusals).toEqual([]);
    expect(used.size).toBeGreaterThan(20);
  });

  test('practice-module.ps1 uses only what Windows PowerShell 5.1 has, and the functions of the bridge', async () => {
    const ofBridge = await Promise.all(
      bridgeScripts.map((name) => functionsOf(textOf(new URL(name, bridgeFolder)))),
    );
    expect((await checked(textOf(practiceModule), { functions: ofBridge.flat() })).refusals).toEqual([]);
  });

  test.skipIf(isWindows)('the lines that load it use only what Windows PowerShell 5.1 has', async () => {
    const loader = await loaderLines();
    expect(loader).toContain('#end');
    expect((await checked(loader)).refusals).toEqual([]);
  });

  test('practice cmdlets, as they are declared from data, use only what Windows PowerShell 5.1 has', async () => {
    expect(declared).toContain('function New-ADUser {');
    expect((await checked(declared, ofPractice)).refusals).toEqual([]);
  });

  test.skipIf(isWindows)('the list names nothing that no script uses or 5.1 does not have', async () => {
    const texts = [
      ...bridgeScripts.map((name) => textOf(new URL(name, bridgeFolder))),
      textOf(practiceModule),
      await loaderLines(),
    ];
    const used = new Set((await checked(declared, ofPractice)).used);
    for (const text of texts) for (const entry of (await checked(text)).used) used.add(entry);
    expect([...entries, ...exemptions].filter((entry) => !used.has(entry))).toEqual([]);
  });

  test.each([
    [
      'a value that may be missing',
      '$a ?? $b',
      '5.1 has no System.Management.Automation.Language.TokenKind static QuestionQuestion',
    ],
    [
      'one that is set where it is missing',
      '$a ??= $b',
      '5.1 has no System.Management.Automation.Language.TokenKind static QuestionQuestionEquals',
    ],
    ['a choice', '$a ? 1 : 2', '5.1 has no System.Management.Automation.Language.TernaryExpressionAst type'],
    ['a member of what may be missing', '${a}?.Length', 'line 1: ?. came after 5.1'],
    ['an element of what may be missing', '${a}?[0]', 'line 1: ?[ came after 5.1'],
    ['and then', '. $inWorker && . $inWorker', 'line 1: AndAnd came after 5.1'],
    ['or else', '. $inWorker || . $inWorker', 'line 1: OrOr came after 5.1'],
    ['a character by its number', '"`u{41}"', 'line 1: u after a backtick is something else in 5.1'],
    ['an escape character', '"`e"', 'line 1: e after a backtick is something else in 5.1'],
    ['a number of another width', '1u', 'line 1: 1u is a number that 5.1 does not read'],
    ['a binary number', '0b1', 'line 1: 0b1 is a number that 5.1 does not read'],
    ['work side by side', 'function F {}; F -Parallel 1', 'line 1: Parallel came after 5.1'],
    ['work in the background', '. $inWorker &', 'line 1: a pipeline in the background came after 5.1'],
    [
      'a pipe at the beginning of a line',
      '. $inWorker\n| . $inWorker',
      'line 2: a line that begins with a pipe came after 5.1',
    ],
    [
      'a method with types',
      '[Array]::Clear[int]($a, 0, 1)',
      'line 1: a method called with types came after 5.1',
    ],
    [
      'a block that cleans up',
      'function F { clean { } }',
      '5.1 has no System.Management.Automation.Language.TokenKind static Clean',
    ],
    ['what is not ASCII', "'\u00e9'", 'is not plain ASCII'],
    ['what does not parse', "'", 'does not parse: TerminatorExpectedAtEndOfString'],
    ['a later method', '$shell.StopAsync($a, $b)', 'line 1: StopAsync is not on the list'],
    [
      'a later method of a string',
      '$text.ReplaceLineEndings()',
      'line 1: ReplaceLineEndings is not on the list',
    ],
    [
      'a method with fewer arguments than it takes',
      '[string]::Join()',
      '5.1 has no System.String static Join 0',
    ],
    ['an unknown type', '[Text.Json.JsonDocument]', 'line 1: Text.Json.JsonDocument is not on the list'],
    ['a later short name', '[ushort]', 'line 1: ushort is not on the list'],
    ['a program', 'klist.exe', 'line 1: klist.exe is no function of the script'],
    ['an alias', '$a | % { $_ }', 'line 1: % is no function of the script'],
    ['a cmdlet that is not listed', "Write-Host 'a'", 'line 1: Write-Host is no function of the script'],
    ['a program by a variable', '& $program', 'line 1: $program is run, and nobody knows what it is'],
    ['a word that is logged', '$properties', 'holds Properties, for which it would be logged unasked'],
  ])('%s is refused', async (_what, text, refusal) => {
    expect((await checked(text)).refusals).toContain(refusal);
  });

  test.each([
    ['System.Management.Automation.PowerShell', 'instance', 'StopAsync', 2, null],
    ['System.String', 'instance', 'ReplaceLineEndings', 0, null],
    ['System.Text.Json.JsonDocument', 'type', null, null, null],
    ['System.Management.Automation.PowerShell', 'instance', 'BeginStop', 2, 'System.Management.Automation'],
    ['System.String', 'static', 'Join', 2, 'mscorlib'],
    ['System.String', 'static', 'Join', 0, null],
    ['System.Guid', 'new', null, 0, 'mscorlib'],
    ['System.Guid', 'new', null, 3, null],
  ] as const)('the reference assemblies tell of %s %s %s (%s): %s', async (type, kind, name, count, home) => {
    expect(await host.find([{ type, kind, name, arguments: count }])).toEqual([home]);
  });
});

/** Every cmdlet of the practice site as text. */
async function declarations(): Promise<string> {
  await using recorder = await PracticeRecorder.open();
  const texts: string[] = [];
  for (const target of ['activeDirectory', 'exchange', 'exchangeOnline'] as const)
    for (const name of await recorder.declareAll(target))
      texts.push(`function ${name} { ${await recorder.textOf(name)} }`);
  return texts.join('\n');
}

/** What is sent at a start, without the scripts themselves. */
async function loaderLines(): Promise<string> {
  let input = await inputOfStart(practiceModule);
  for (const file of [practiceModule, new URL('bridge.ps1', bridgeFolder)])
    input = input.replace(textOf(file), '');
  return input;
}
