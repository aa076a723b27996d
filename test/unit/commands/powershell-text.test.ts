import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cmdlet, graph, type CmdletCommand } from '../../../shared/commands/command.ts';
import { UnwritableCommand } from '../../../shared/commands/powershell-literal.ts';
import { powershellText } from '../../../shared/commands/powershell-text.ts';
import { EmptyName, later, name, secret, type Value } from '../../../shared/commands/value.ts';

const shown = (value: Value): string =>
  powershellText(cmdlet('exchange', 'Set-Thing', { X: value }))
    .replace('Set-Thing -X', '')
    .trim();
const inFile = (value: Value): string =>
  powershellText(cmdlet('exchange', 'Set-Thing', { X: value }), { form: 'file' })
    .replace('Set-Thing -X', '')
    .trim();

describe('a cmdlet as text', () => {
  test('has its parameters in the order of the data', () => {
    const command = cmdlet('exchangeOnline', 'Add-MailboxFolderPermission', {
      Identity: name('anna@example.org:\\Agenda'),
      User: name('calendar-push@example.org'),
      AccessRights: ['Editor'],
      Confirm: false,
    });
    expect(powershellText(command)).toBe(
      `Add-MailboxFolderPermission -Identity 'anna@example.org:\\Agenda' -User 'calendar-push@example.org' -AccessRights @('Editor') -Confirm:$false`,
    );
  });

  test.each<[Value, string]>([
    [null, '$null'],
    [true, ':$true'],
    [false, ':$false'],
    [0, '0'],
    [-1, '(-1)'],
    [1.5, `([double]'1.5')`],
    [2 ** 60, `([double]'1152921504606847000')`],
    [`O'Brien`, `'O''Brien'`],
    [`'\u2018\u2019\u201A\u201B`, `'''\u2018\u2018\u2019\u2019\u201A\u201A\u201B\u201B'`],
    ['$(calc) `n "x"', '\'$(calc) `n "x"\''],
    ['--%', `('--%')`],
    ['', `''`],
    [[], '@()'],
    [['a'], `@('a')`],
    [[['a', -2]], `@(,@('a', (-2)))`],
    [{ hashtable: { "o'clock": ['a', null] } }, `@{'o''clock' = @('a', $null)}`],
    [
      { date: '2026-11-24T10:00:00.000Z' },
      `([datetime]::Parse('2026-11-24T10:00:00.000Z', [cultureinfo]::InvariantCulture, 'RoundtripKind'))`,
    ],
    [secret('sa-1.password'), `(Read-Host -AsSecureString -Prompt 'sa-1.password')`],
    [later('group/cloud', 'PrimarySmtpAddress'), '$group_cloud_PrimarySmtpAddress'],
  ])('writes %j', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  test('letters of any language are shown as they are; what nobody can see is written by its number', () => {
    expect(shown('Müller 日历')).toBe(`'Müller 日历'`);
    expect(shown('abc\u202Edef')).toBe(`('' + 'abc' + [char]0x202E + 'def')`);
    expect(shown('a\r\nb\uF8FF\uD800')).toBe(
      `('' + 'a' + [char]0x000D + [char]0x000A + 'b' + [char]0xF8FF + [char]0xD800)`,
    );
  });

  test('a file is pure ASCII', () => {
    expect(inFile('Müller')).toBe(`('' + 'M' + [char]0x00FC + 'ller')`);
    expect(inFile('\u{1F600}')).toBe(`('' + [char]0xD83D + [char]0xDE00)`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(inFile([text, { hashtable: { [text]: text } }])).toMatch(/^[\u0020-\u007E]*$/u);
      }),
    );
  });

  test('takes other names for variables, and puts what the command puts out in one', () => {
    const command = cmdlet('activeDirectory', 'New-ADUser', {
      Server: later('connection/active-directory', 'HostName'),
      AccountPassword: secret('sa-1.password'),
    });
    expect(
      powershellText(command, {
        variable: () => 'dc',
        secretVariable: () => 'password',
        assignTo: 'made',
      }),
    ).toBe('$made = New-ADUser -Server $dc -AccountPassword $password');
  });

  test('a token that the cmdlet takes as text is turned into text where it is used', () => {
    const command = cmdlet('exchangeOnline', 'Connect-ExchangeOnline', { AccessToken: secret('token') });
    expect(powershellText(command)).toBe(
      `Connect-ExchangeOnline -AccessToken ([System.Net.NetworkCredential]::new('', (Read-Host -AsSecureString -Prompt 'token')).Password)`,
    );
  });

  test.each<[string, CmdletCommand]>([
    ['a cmdlet', cmdlet('exchange', 'Get-X; calc')],
    ['a parameter', cmdlet('exchange', 'Get-X', { 'Y; calc': 1 })],
    ['a number', cmdlet('exchange', 'Get-X', { Y: Number.NaN })],
  ])('refuses %s that is none', (_, command) => {
    expect(() => powershellText(command)).toThrow(UnwritableCommand);
  });

  test.each(['x y', 'x:y', '', '1x'])('refuses %j as the name of a variable', (variable) => {
    expect(() => powershellText(cmdlet('exchange', 'Get-X'), { assignTo: variable })).toThrow(
      UnwritableCommand,
    );
  });
});

describe('a Graph request as text', () => {
  test('has its method, path and exact JSON', () => {
    const request = graph('POST', '/users', { body: { displayName: `O'Brien "x"`, accountEnabled: true } });
    expect(powershellText(request)).toBe(
      `Invoke-MgGraphRequest -Method POST -Uri '/v1.0/users' -Body '{"displayName":"O''Brien \\"x\\"","accountEnabled":true}'`,
    );
  });

  test('encodes values that are put into the path, and sends ConsistencyLevel where it is asked for', () => {
    const request = graph('GET', '/users/{id}/memberOf?$count=true', {
      values: { id: `o'b/c#d@example.org` },
      eventual: true,
    });
    expect(powershellText(request)).toBe(
      `Invoke-MgGraphRequest -Method GET -Uri '/v1.0/users/o%27b%2Fc%23d%40example.org/memberOf?$count=true' -Headers @{'ConsistencyLevel' = 'eventual'}`,
    );
  });

  test('letters in a body are readable where it is shown and escaped as JSON in a file', () => {
    const request = graph('PATCH', '/users/x', { body: { displayName: 'Zoë\u202E' } });
    expect(powershellText(request)).toContain(`-Body '{"displayName":"Zoë\\u202e"}'`);
    expect(powershellText(request, { form: 'file' })).toContain(`-Body '{"displayName":"Zo\\u00eb\\u202e"}'`);
  });

  test.each(['', ' ', '.', '..'])('refuses %j as a segment of the path', (id) => {
    expect(() => powershellText(graph('DELETE', '/users/{id}', { values: { id } }))).toThrow(EmptyName);
  });

  test('refuses a path that names a value which is not there', () => {
    expect(() => powershellText(graph('GET', '/users/{id}'))).toThrow('{id}');
  });
});
