import { describe, expect, it } from 'vitest';
import { cmdlet, graph, type Command } from '../../../shared/commands/command.ts';
import { name } from '../../../shared/commands/value.ts';
import { attemptKey, drawFault, faultError } from '../../../electron/practice/faults.ts';

const read = (number: number): Command =>
  cmdlet('exchangeOnline', 'Get-MailboxFolderPermission', { Identity: name(`mailbox-${number}:folder`) });
const add = (number: number): Command =>
  cmdlet('exchangeOnline', 'Add-MailboxFolderPermission', {
    Identity: name(`mailbox-${number}:folder`),
    User: name('group'),
    AccessRights: ['Editor'],
  });
const numbers = Array.from({ length: 3_000 }, (_, index) => index);

describe('faults by seed', () => {
  it('are the same in whatever order commands arrive', () => {
    const forwards = numbers.map((number) => drawFault(7, read(number), 0));
    const backwards = numbers.toReversed().map((number) => drawFault(7, read(number), 0));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('differ from seed to seed', () => {
    const of = (seed: number) => numbers.map((number) => drawFault(seed, read(number), 0)?.what);
    expect(of(1)).not.toEqual(of(2));
  });

  it('hit a few in a hundred, of every kind, a quarter of them after the effect', () => {
    const faults = numbers
      .flatMap((number) => [drawFault(7, read(number), 0), drawFault(7, add(number), 0)])
      .filter((fault) => fault !== undefined);
    expect(faults.length / 6_000).toBeGreaterThan(0.01);
    expect(faults.length / 6_000).toBeLessThan(0.05);
    const kinds = new Set(faults.map((fault) => fault.what));
    expect([...kinds].sort()).toEqual(['failing', 'gone', 'slow', 'throttled']);
    const passing = faults.filter((fault) => fault.what === 'throttled' || fault.what === 'slow');
    expect(passing.filter((fault) => fault.lost).length / passing.length).toBeCloseTo(0.25, 0);
  });

  it('a mailbox that fails always fails for every command and every attempt; any other not twice in a row', () => {
    const always = numbers.filter((number) =>
      [0, 1, 2, 3].every((attempt) => drawFault(7, read(number), attempt)?.what === 'failing'),
    );
    expect(always.length).toBeGreaterThan(0);
    for (const number of always) expect(drawFault(7, add(number), 7)?.what).toBe('failing');
    for (const number of numbers.filter((other) => !always.includes(other))) {
      const twice = [0, 1].every((attempt) => drawFault(7, read(number), attempt)?.what === 'failing');
      expect(twice).toBe(false);
    }
  });

  it('spare the computer and what a run begins with', () => {
    const spared: readonly Command[] = [
      cmdlet('computer', 'Get-ExecutionPolicy'),
      cmdlet('exchangeOnline', 'Connect-ExchangeOnline'),
      graph('GET', '/organization'),
    ];
    for (const command of spared)
      for (const seed of numbers) expect(drawFault(seed, command, 0)).toBeUndefined();
  });

  it('a lost answer says that nothing is known; a throttled one says how long to wait', () => {
    expect(faultError({ what: 'throttled', lost: true, ms: 1 }, read(1)).kind).toBe('lost');
    const throttled = faultError({ what: 'throttled', lost: false, ms: 300 }, read(1));
    expect([throttled.kind, throttled.retryAfterMs]).toEqual(['throttled', 300]);
  });

  it('one command has one name under which its attempts count, whatever the order of its parameters', () => {
    const one = cmdlet('exchange', 'Get-Mailbox', { Identity: name('a'), ResultSize: 5 });
    const other = cmdlet('exchange', 'Get-Mailbox', { ResultSize: 5, Identity: name('a') });
    expect(attemptKey(one)).toBe(attemptKey(other));
    expect(attemptKey(one)).not.toBe(attemptKey(read(1)));
  });
});
