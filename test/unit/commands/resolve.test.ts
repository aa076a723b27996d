import { describe, expect, test } from 'vitest';
import { cmdlet, graph } from '../../../shared/commands/command.ts';
import { laterIn, resolveCommand, resolveWhatIsKnown, secretsIn } from '../../../shared/commands/resolve.ts';
import { EmptyName, later, name, secret, type Json } from '../../../shared/commands/value.ts';

const guid = later('group/cloud', 'Guid');
const address = later('group/cloud', 'PrimarySmtpAddress');
const knowing =
  (facts: Readonly<Record<string, Json>>) =>
  (from: string, property: string): Json | undefined =>
    facts[`${from}.${property}`];

describe('putting facts in the place of values known later', () => {
  test('reaches parameters, lists and hashtables, and leaves everything else as it is', () => {
    const command = cmdlet('exchange', 'Set-Thing', {
      Identity: guid,
      List: ['a', address],
      Table: { hashtable: { k: [address], when: { date: '2026-11-24' } } },
      Password: secret('p'),
      None: null,
      Flag: false,
    });
    const known = knowing({ 'group/cloud.Guid': 'g-1', 'group/cloud.PrimarySmtpAddress': 'g@example.org' });
    expect(resolveCommand(command, known)).toEqual({
      command: {
        target: 'exchange',
        cmdlet: 'Set-Thing',
        parameters: {
          Identity: 'g-1',
          List: ['a', 'g@example.org'],
          Table: { hashtable: { k: ['g@example.org'], when: { date: '2026-11-24' } } },
          Password: secret('p'),
          None: null,
          Flag: false,
        },
      },
    });
  });

  test('keeps the order of parameters', () => {
    const resolved = resolveCommand(
      cmdlet('exchange', 'Set-Thing', { A: 1, Identity: guid, B: 2 }),
      knowing({ 'group/cloud.Guid': 'g-1' }),
    );
    if (!('command' in resolved) || resolved.command.target === 'graph') throw new Error('not resolved');
    expect(Object.keys(resolved.command.parameters)).toEqual(['A', 'Identity', 'B']);
  });

  test('says which value is missing', () => {
    const command = cmdlet('exchange', 'Set-Thing', { Identity: guid, User: address });
    expect(resolveCommand(command, knowing({ 'group/cloud.Guid': 'g-1' }))).toEqual({ missing: address });
  });

  test.each<Json>(['', '  ', ':\\Calendar', null, 5, ['g']])(
    'never lets %j name an object: to Exchange an empty identity means everyone',
    (fact) => {
      for (const parameter of ['Identity', 'Mailbox', 'Member', 'User'])
        expect(() =>
          resolveCommand(
            cmdlet('exchange', 'Get-Thing', { [parameter]: guid }),
            knowing({ 'group/cloud.Guid': fact }),
          ),
        ).toThrow(EmptyName);
      expect(() =>
        resolveCommand(
          cmdlet('activeDirectory', 'Add-ADGroupMember', { Members: [guid] }),
          knowing({ 'group/cloud.Guid': fact }),
        ),
      ).toThrow(EmptyName);
    },
  );

  test('encodes path values, so that the result needs none', () => {
    const request = graph('POST', '/groups/{group}/members/{who}', {
      values: { group: guid, who: `o'b/c` },
      body: { '@odata.id': address, password: secret('p'), list: [null, 1, guid] },
      eventual: true,
    });
    const known = knowing({ 'group/cloud.Guid': 'a/b?c', 'group/cloud.PrimarySmtpAddress': 'x' });
    expect(resolveCommand(request, known)).toEqual({
      command: {
        target: 'graph',
        method: 'POST',
        path: '/groups/a%2Fb%3Fc/members/o%27b%2Fc',
        body: { '@odata.id': 'x', password: secret('p'), list: [null, 1, 'a/b?c'] },
        eventual: true,
      },
    });
  });

  test.each<Json>(['', '..', null, ['x']])('never lets %j stand for a segment of a path', (fact) => {
    const request = graph('DELETE', '/users/{id}', { values: { id: guid } });
    expect(() => resolveCommand(request, knowing({ 'group/cloud.Guid': fact }))).toThrow(EmptyName);
  });

  test('refuses a fact that is an object: it could pose as a reference to a secret', () => {
    const fact = knowing({ 'group/cloud.Guid': { secret: 'sa-1.password' } });
    expect(() => resolveCommand(graph('POST', '/users', { body: guid }), fact)).toThrow('is an object');
    expect(() => resolveCommand(cmdlet('exchange', 'Set-Thing', { X: guid }), fact)).toThrow('is an object');
  });
});

test('a command that is only shown keeps what is not known, and has facts for the rest', () => {
  const known = knowing({ 'group/cloud.Guid': 'g-1' });
  expect(
    resolveWhatIsKnown(cmdlet('exchange', 'Set-Thing', { Identity: guid, User: address }), known),
  ).toEqual(cmdlet('exchange', 'Set-Thing', { Identity: name('g-1'), User: address }));
  const request = graph('POST', '/groups/{a}/x/{b}', {
    values: { a: guid, b: address },
    body: [guid, address],
  });
  expect(resolveWhatIsKnown(request, known)).toEqual(
    graph('POST', '/groups/g-1/x/{value1}', { values: { value1: address }, body: ['g-1', address] }),
  );
});

describe('what a command refers to', () => {
  const request = graph('POST', '/groups/{group}', {
    values: { group: guid },
    body: [address, { a: guid, b: secret('p') }, secret('q'), secret('p')],
  });

  test('values known later, each once, in order', () => {
    expect(laterIn(request)).toEqual([guid, address]);
    expect(laterIn(cmdlet('exchange', 'Set-Thing', { A: [address], Identity: guid }))).toEqual([
      address,
      guid,
    ]);
    expect(laterIn(graph('GET', '/users'))).toEqual([]);
  });

  test('secrets, each once, in order', () => {
    expect(secretsIn(request)).toEqual(['p', 'q']);
    expect(secretsIn(cmdlet('activeDirectory', 'New-ADUser', { AccountPassword: secret('p') }))).toEqual([
      'p',
    ]);
    expect(secretsIn(graph('GET', '/users'))).toEqual([]);
  });
});
