import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PowerShellHost, powershellProgram, whyNoEngine, whyNoPowerShell } from './powershell-host.ts';
import { comparable } from './values.ts';

const reason = whyNoEngine();

test("tests of the bridge use the computer's own PowerShell, else the host, else say why they are skipped", () => {
  const own = '/usr/bin/pwsh';
  const build = (): string => 'the host';
  expect(powershellProgram(own, build)).toBe(own);
  expect(powershellProgram(undefined, build)).toBe('the host');
  expect(whyNoPowerShell(own, () => 'skipped')).toBeUndefined();
  expect(whyNoPowerShell(undefined, () => 'skipped')).toBe('skipped');
});

/** The other tests here lean on the host to notice what is wrong; these show that it does. */
describe.skipIf(reason !== undefined)(`the PowerShell host of the tests ${reason ?? ''}`, () => {
  let host: PowerShellHost;

  beforeAll(async () => {
    host = new PowerShellHost();
    await host.declare([{ name: 'Get-Thing', parameters: { Value: 'object', After: 'string' } }]);
  }, 180_000);
  afterAll(() => host[Symbol.asyncDispose]());

  test('tells parse errors, and that a variable stands before a colon', async () => {
    expect((await host.parse(`Get-Thing -Value 'open`)).errors[0]).toMatch(
      /^TerminatorExpectedAtEndOfString/u,
    );
    expect((await host.parse('Get-Thing -Value $a:b')).variablesBeforeColon).toEqual(['$a:b']);
    expect((await host.parse('@{ $a:1 }')).variablesBeforeColon).not.toEqual([]);
    expect((await host.parse(`Get-Thing -Value "x $a"`)).expandableTexts).toBe(1);
  });

  test('gives the values of literal arguments, and none for what would have to be run', async () => {
    const { commands } = await host.parse(`Get-Thing -Value @('a', $true) -After (Get-Date)`);
    expect(commands.map(({ name }) => name)).toEqual(['Get-Thing', 'Get-Date']);
    const [, value, , after] = commands[0]?.elements ?? [];
    expect(value?.value && comparable(value.value)).toEqual({ list: ['a', true] });
    expect(after?.value).toBeNull();
  });

  test('binds as PowerShell does: a quoted stop-parsing mark swallows the rest', async () => {
    const { calls } = await host.run(`Get-Thing -Value '--%' -After 'end'`);
    expect(calls[0]?.bound.get('Value')).not.toEqual({ type: 'text', value: '--%' });
  });

  test('tells what a command refused', async () => {
    const { errors, calls } = await host.run('Get-Thing -Nonsense 1');
    expect(errors[0]?.id).toBe('NamedParameterNotFound,Get-Thing');
    expect(calls).toEqual([]);
  });

  test('keeps every UTF-16 unit on the way in and out', async () => {
    const all = String.fromCharCode(...Array.from({ length: 0x10000 }, (_, unit) => unit));
    const { values } = await host.run('$all', { variables: { all } });
    expect(values).toEqual([{ type: 'text', value: all }]);
  });

  test('refuses a stand-in that PowerShell can not declare, and goes on', async () => {
    await expect(host.declare([{ name: 'Get-Thing', parameters: { Value: 'no type' } }])).rejects.toThrow();
    expect((await host.parse('Get-Thing')).errors).toEqual([]);
  });

  test('leaves no process behind, even after a refusal', async () => {
    const another = new PowerShellHost();
    await expect(
      another.declare([{ name: 'Get-Thing', parameters: { Value: 'no type' } }]),
    ).rejects.toThrow();
    await another[Symbol.asyncDispose]();
  });
});
