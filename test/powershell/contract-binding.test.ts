import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cmdlet, type CmdletCommand } from '../../shared/commands/command.ts';
import { powershellText } from '../../shared/commands/powershell-text.ts';
import { name, secret, type Value } from '../../shared/commands/value.ts';
import { signatures, type Signature } from '../../electron/practice/cmdlets/signatures.ts';
import { PowerShellHost, whyNoEngine, type RecorderFunction } from './powershell-host.ts';
import { comparable } from './values.ts';

const reason = whyNoEngine();

/** PowerShell types of the reference's types; those that only Microsoft's modules have are Object here. */
const engineTypes: ReadonlyMap<string, string> = new Map([
  ['String', 'string'],
  ['String[]', 'string[]'],
  ['SwitchParameter', 'switch'],
  ['Boolean', 'bool'],
  ['SecureString', 'securestring'],
  ['Hashtable', 'hashtable'],
  ['DateTime', 'nullable[datetime]'],
  ['Int32', 'int'],
  ['Guid', 'guid'],
]);

/** A value for each type, and how the engine has it once it is bound. */
const samples: ReadonlyMap<string, readonly [Value, unknown]> = new Map<string, readonly [Value, unknown]>([
  ['String', [`O'Brien $(x)`, `O'Brien $(x)`]],
  ['String[]', [['--%'], { list: ['--%'] }]],
  ['SwitchParameter', [false, false]],
  ['Boolean', [false, false]],
  ['SecureString', [secret('p'), { secret: 'typed' }]],
  ['Hashtable', [{ hashtable: { a: ['b'] } }, { hashtable: { a: { list: ['b'] } } }]],
  ['DateTime', [null, null]],
  ['Int32', [-5, -5]],
  [
    'Guid',
    ['6f0a4b3e-1d7c-4c52-9a51-0f7c1d2e3f40', { other: 'System.Guid 6f0a4b3e-1d7c-4c52-9a51-0f7c1d2e3f40' }],
  ],
]);
const other: readonly [Value, unknown] = [[-1, 'two'], { list: [-1, 'two'] }];

const namesAnObject = new Set(['Identity', 'Mailbox', 'Member', 'User']);

const parametersOf = (signature: Signature) => [
  ...new Map([...signature.parameters.values()].map((one) => [one.name, one])).values(),
];

function command(signature: Signature): CmdletCommand {
  const parameters = Object.fromEntries(
    parametersOf(signature)
      .filter(({ name: parameter }) => !namesAnObject.has(parameter) && parameter !== 'Members')
      .map(({ name: parameter, type }): [string, Value] => [parameter, (samples.get(type) ?? other)[0]]),
  );
  const named = signature.parameters.has('identity') ? { Identity: name('--%') } : {};
  return cmdlet('computer', signature.cmdlet, { ...parameters, ...named });
}

/** Every cmdlet of Microsoft's reference, declared with its own parameter types. */
describe.skipIf(reason !== undefined)(`binding to every cmdlet of the reference ${reason ?? ''}`, () => {
  const all = [...new Set(signatures().byName.values())].filter(({ cmdlet: found }) => /-/u.test(found));
  let host: PowerShellHost;

  beforeAll(async () => {
    host = new PowerShellHost();
    const recorders: RecorderFunction[] = all.map((signature) => ({
      name: signature.cmdlet,
      parameters: Object.fromEntries(
        parametersOf(signature).map(({ name: parameter, type }) => [
          parameter,
          engineTypes.get(type) ?? 'object',
        ]),
      ),
    }));
    await host.declare([
      ...recorders.filter((recorder) => recorder.name !== 'Read-Host'),
      { name: 'Read-Host', parameters: { Prompt: 'string', AsSecureString: 'switch' } },
    ]);
  }, 180_000);
  afterAll(() => host[Symbol.asyncDispose]());

  test.each(all)('$cmdlet takes every parameter as it was given', async (signature) => {
    const ran = await host.run(powershellText(command(signature), { form: 'file' }), {
      typed: { p: 'typed' },
    });
    expect(ran.errors).toEqual([]);
    const bound = ran.calls.find(({ command: called }) => called === signature.cmdlet)?.bound;
    for (const { name: parameter, type } of parametersOf(signature)) {
      if (namesAnObject.has(parameter) || parameter === 'Members') continue;
      const [, wanted] = samples.get(type) ?? other;
      const given = bound?.get(parameter);
      expect(given === undefined ? undefined : comparable(given), parameter).toEqual(wanted);
    }
    if (signature.parameters.has('identity')) {
      const identity = bound?.get('Identity');
      expect(identity && comparable(identity)).toBe('--%');
    }
  });
});
