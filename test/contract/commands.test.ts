import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import type { EventOf } from '../../shared/run/events.ts';
import { stepsOf } from '../../shared/steps/index.ts';
import { everyVerb } from '../stand-ins/every-verb.ts';
import { contractPath, whyNoContracts } from './contracts-folder.ts';

const presets = [
  ['seed-on-premises', []],
  ['seed-cloud', []],
  ['hybrid', ['--mailboxes', '60']],
  ['hybrid-cloud', ['--mailboxes', '60']],
  ['university', ['--mailboxes', '60', '--faults', '1']],
] as const;

/** What every verb said on a preset: asked once for all tests of this file. */
const told = new Map<string, ReturnType<typeof everyVerb>>();
function onPreset(preset: PresetName, knobs: readonly string[]): ReturnType<typeof everyVerb> {
  const known = told.get(preset) ?? everyVerb(preset, ...knobs);
  told.set(preset, known);
  return known;
}

type Check = (command: unknown) => readonly string[];

/** Microsoft's signatures as a function: all that is wrong with one command, a line each. */
async function referenceCheck(): Promise<Check> {
  const module: unknown = await import(pathToFileURL(contractPath('check-commands.mjs')).href);
  return z.object({ check: z.custom<Check>((value) => typeof value === 'function') }).parse(module).check;
}

describe.skipIf(whyNoContracts !== undefined)(
  `every command fits Microsoft's reference ${whyNoContracts ?? ''}`,
  () => {
    it.each(presets)('on the preset %s, for every verb', async (preset, knobs) => {
      const check = await referenceCheck();
      const { streams } = await onPreset(preset, knobs);
      for (const { verb, result } of streams) {
        const commands = result.of('command');
        expect(commands.length, verb).toBeGreaterThan(0);
        expect(commands.flatMap(check), verb).toEqual([]);
      }
    });
  },
);

/**
 * Roles and rights as the systems spell them: of Exchange in facts-exchange 4.2 and 6.1, of Entra ID in facts-microsoft365
 * 3.4, 6.3 and 10. The facts name no role that only reads a directory or an organisation's configuration, nor rights of
 * Active Directory: `Directory Readers`, `View-Only Configuration` and those rights are from memory.
 */
const knownRoles: Readonly<Record<string, readonly string[]>> = {
  activeDirectory: ['Create user objects', 'Reset password', 'Modify permissions'],
  exchange: [
    'Mail Recipients',
    'View-Only Recipients',
    'Distribution Groups',
    'Security Group Creation and Membership',
  ],
  exchangeOnline: [
    'Mail Recipients',
    'View-Only Recipients',
    'View-Only Configuration',
    'Distribution Groups',
    'Security Group Creation and Membership',
  ],
  graph: [
    'User Administrator',
    'License Administrator',
    'Exchange Administrator',
    'Security Reader',
    'Directory Readers',
  ],
};

/** Everybody with an account in a domain may read it, and this computer asks for no role of a service. */
const asksForARole = ({ target, writes }: EventOf<'command'>): boolean =>
  target !== 'computer' && (writes || target !== 'activeDirectory');

/** Cmdlets that make a connection, whichever step needs it first. */
const connects = (command: EventOf<'command'>): boolean =>
  'cmdlet' in command
    ? /^(?:Connect|Import)-|PSSession$|^Set-ADServerSettings$|^Get-(?:ConnectionInformation|ManagementRoleAssignment|ExchangeServer|ADDomain|ADForest|ADDomainController)$/u.test(
        command.cmdlet,
      )
    : /^\/(?:me|organization|domains)\b/u.test(command.path);

describe.each(presets)('the roles that the steps of %s name', (preset, knobs) => {
  it('are there for whatever a step looks at and changes, and are known ones', async () => {
    const { site, streams } = await onPreset(preset, knobs);
    const commands = streams.flatMap(({ result }) => result.of('command'));
    for (const step of stepsOf(site)) {
      const { look, change } = step.roles(site);
      const unknown = [...look, ...change].filter(
        ({ target, role }) => knownRoles[target]?.includes(role) !== true,
      );
      expect(unknown, step.id).toEqual([]);
      expect(
        [...look, ...change].filter((role) => role.for === ''),
        step.id,
      ).toEqual([]);
      const without = commands
        .filter((command) => command.step === step.id && asksForARole(command) && !connects(command))
        .filter(({ target, writes }) => !(writes ? change : look).some((role) => role.target === target))
        .map(({ target, writes }) => `${writes ? 'changes' : 'looks'} on ${target}`);
      expect([...new Set(without)], step.id).toEqual([]);
    }
  });
});
