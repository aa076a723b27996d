import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typedParameters } from '../../electron/powershell/command-values.ts';
import { cmdlet, type Parameters } from '../../shared/commands/command.ts';
import { powershellText } from '../../shared/commands/powershell-text.ts';
import { name, secret } from '../../shared/commands/value.ts';
import { whyNoEngine } from './powershell-host.ts';
import { PracticeRecorder } from './practice-recorder.ts';
import { text, value } from './values.ts';

const reason = whyNoEngine();

/** What the recording `Read-Host` types for a secret. */
const valueOf = (name: string): string => `typed for ${name}`;

/** A value for each kind of parameter, and any value for one that takes all. */
const parameters: fc.Arbitrary<Parameters> = fc.record(
  {
    Any: value,
    Text: text,
    Texts: fc.array(text, { maxLength: 3 }),
    Flag: fc.boolean(),
    Switch: fc.boolean(),
    Number: fc.integer(),
    Large: fc.maxSafeInteger(),
    Date: fc.oneof(
      fc.constant(null),
      fc
        .date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((point) => ({ date: point.toISOString() })),
    ),
    Id: fc.uuid(),
    Table: fc.array(fc.tuple(text, value), { maxLength: 2 }).map((pairs) => ({
      hashtable: Object.fromEntries(pairs.map(([key, entry], index) => [`${String(index)}${key}`, entry])),
    })),
    Password: fc.constantFrom(secret('sa-1.password'), secret(`it's "$(x)`)),
  },
  { requiredKeys: [] },
);

/** What is shown, logged and exported is what is sent. */
describe.skipIf(reason !== undefined)(`the text that people see, and the bridge ${reason ?? ''}`, () => {
  let recorder: PracticeRecorder;
  beforeAll(async () => {
    recorder = await PracticeRecorder.open();
    await recorder.declare('Set-Thing', {
      Any: 'object',
      Text: 'string',
      Texts: 'string[]',
      Flag: 'bool',
      Switch: 'switch',
      Number: 'int',
      Large: 'long',
      Date: 'Nullable[datetime]',
      Id: 'guid',
      Table: 'hashtable',
      Password: 'securestring',
    });
  }, 180_000);
  afterAll(() => recorder[Symbol.asyncDispose]());

  test.each(['shown', 'file'] as const)('bind the same for generated commands (%s)', async (form) => {
    await fc.assert(
      fc.asyncProperty(parameters, async (given) => {
        const command = cmdlet('exchange', 'Set-Thing', given);
        const rendered = powershellText(command, { form });
        const byText = await recorder.run(rendered);
        const byBridge = await recorder.call('Set-Thing', typedParameters(command, valueOf));
        expect(byBridge, rendered).toEqual(byText);
        expect(byText.bound, rendered).toHaveLength(1);
        expect([...(byText.bound[0]?.parameters.keys() ?? [])].toSorted()).toEqual(
          Object.keys(given).toSorted(),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('are refused alike, by PowerShell itself', async () => {
    await recorder.declareAll('exchange');
    const refused = async (cmdletName: string, given: Parameters): Promise<string> => {
      const command = cmdlet('exchange', cmdletName, given);
      const byText = await recorder.run(powershellText(command));
      const byBridge = await recorder.call(cmdletName, typedParameters(command, valueOf));
      expect([...byText.bound, ...byBridge.bound]).toEqual([]);
      expect(byBridge.errors.map(({ id }) => id)).toEqual(byText.errors.map(({ id }) => id));
      return byText.errors.map(({ id }) => id).join();
    };
    expect(await refused('Set-Mailbox', { Nonsense: 1 })).toBe('NamedParameterNotFound,Set-Mailbox');
    expect(await refused('Set-MailboxFolderPermission', { Identity: name('a') })).toMatch(
      /^MissingMandatoryParameter,/u,
    );
    expect(await refused('Enable-Mailbox', { Archive: true, Discovery: true })).toMatch(
      /^AmbiguousParameterSet,/u,
    );
    // Nobody knows which set is meant where none is given.
    expect(await refused('Get-Mailbox', { ResultSize: 5 })).toMatch(/^AmbiguousParameterSet,/u);
    expect(await refused('Set-Mailbox', { HiddenFromAddressListsEnabled: 'maybe' })).toMatch(
      /^ParameterArgumentTransformationError,/u,
    );
  });
});
