import { describe, expect, it } from 'vitest';
import { ids } from '../../shared/steps/ids.ts';
import { commandLine, type CommandLineResult } from '../stand-ins/command-line.ts';
import { OtherAdministrator } from '../stand-ins/other-administrator.ts';
import { notRight, Rehearsal, sentCommands, written } from '../stand-ins/rehearsal.ts';

const places = [
  ['seed-on-premises', 'on-premises'],
  ['seed-cloud', 'cloud'],
  ['hybrid', 'cloud'],
  ['hybrid-cloud', 'cloud'],
] as const;

const findingsOf = (result: CommandLineResult): readonly string[] =>
  result.of('finding').map((finding) => finding.id);

describe.each(places)('a new password for an account of %s, %s', (preset, side) => {
  it('is one planned change, and nothing else is touched', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const other = await OtherAdministrator.of(rehearsal);
    const account = other.account(side);
    const ask = ['--account', account.name, '--yes'];

    const tooEarly = await rehearsal.onSite('password', ...ask);
    expect(tooEarly.exitCode).toBe(1);
    expect(findingsOf(tooEarly)).toEqual(['account-not-there']);
    expect(written(tooEarly)).toEqual([]);

    expect((await rehearsal.onSite('run', '--yes')).exitCode).toBe(0);
    const before = await rehearsal.comparable();
    await other.letPasswordExpire(account);
    const drifted = await rehearsal.comparable();
    expect(drifted).not.toBe(before);

    const result = await rehearsal.onSite('password', ...ask);
    expect(notRight(result)).toEqual({});
    expect(result.exitCode).toBe(0);
    expect(result.of('started').map((event) => event.verb)).toEqual(['password']);
    const id = ids.account(side, account.name);
    expect(result.of('resource').map(({ resource, outcome }) => [resource, outcome])).toEqual([
      [id, 'changed'],
    ]);
    const planned = result.of('looked').filter((looked) => looked.when === 'before');
    expect(planned.flatMap((looked) => looked.changes.map((change) => change.id))).toEqual(['new-password']);
    expect(written(result).map(({ resource, change }) => [resource, change])).toEqual([[id, 'new-password']]);
    expect(sentCommands(result).join('\n')).toContain(`{"secret":${JSON.stringify(account.password)}}`);
    expect(findingsOf(result)).toEqual(['password-not-seen']);
    expect(await rehearsal.comparable()).toBe(drifted);
  });
});

describe('a new password', () => {
  it('that was given is no secret to those who gave it', async () => {
    const rehearsal = await Rehearsal.of('seed-cloud');
    const { name, password } = (await OtherAdministrator.of(rehearsal)).account('cloud');
    expect((await rehearsal.onSite('run', '--yes')).exitCode).toBe(0);
    const mine = 'Mine-alone-4711-xyzzy';
    const result = await commandLine(
      [
        'password',
        '--site',
        rehearsal.site,
        '--account',
        name,
        '--yes',
        '--secrets',
        '-',
        ...rehearsal.common,
      ],
      JSON.stringify({ [password]: mine }),
    );
    expect(result.exitCode).toBe(0);
    expect(result.of('finding')).toEqual([]);
    expect(result.stdout + result.stderr).not.toContain(mine);
  });

  it('is refused without touching anything: for an account that is none of the site, and without agreement', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises');
    const unknown = await rehearsal.onSite('password', '--account', 'somebody-else', '--yes');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('somebody-else');
    expect(unknown.stderr).toContain('SAMyTTExch');
    const unasked = await rehearsal.onSite('password', '--account', 'SAMyTTExch');
    expect(unasked.exitCode).toBe(2);
    expect(unasked.stderr).toContain('--yes');
    expect(await rehearsal.received()).toEqual([]);
  });
});
