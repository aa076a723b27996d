import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CmdletTransport } from '../../electron/powershell/cmdlet-transport.ts';
import { realUse } from '../../electron/powershell/real-site.ts';
import { Vault } from '../../electron/run/vault.ts';
import { cmdlet } from '../../shared/commands/command.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import type { World } from '../../shared/run/ports.ts';
import { Sender } from '../../shared/run/sender.ts';
import { systemClock } from '../../electron/run/clock.ts';
import { MemoryJournal } from '../stand-ins/memory-journal.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { testFunctions } from './bridge-sessions.ts';
import { powershellProgram, whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell();

/** Tells of an event at once, as a view is told. */
class ToldJournal extends MemoryJournal {
  readonly #tell: (event: RunEvent) => void;

  constructor(tell: (event: RunEvent) => void) {
    super();
    this.#tell = tell;
  }

  override record(event: RunEvent): void {
    super.record(event);
    this.#tell(event);
  }
}

test.skipIf(reason !== undefined)(
  `how far a command is reaches the screen while it runs: of 1,000 the first before the last is made ${reason ?? ''}`,
  async () => {
    // The command makes its last event only when it sees the file, which is written when the first is told.
    const file = join(temporaryFolder(), 'first-is-told');
    const use = { ...realUse('exchangeOnline', undefined), script: testFunctions };
    await using transport = new CmdletTransport(use, powershellProgram(), {
      sessions: 1,
      commandMs: 60_000,
    });
    const world: World = {
      identity: { kind: 'real', id: 'test', name: 'test' },
      transport: () => transport,
      probe: () => Promise.reject(new Error('Nothing is probed.')),
    };
    const journal = new ToldJournal((event) => {
      if (event.type === 'progress') writeFileSync(file, '');
    });
    const { signal } = new AbortController();
    const options = { world, journal, secrets: new Vault(), clock: systemClock, signal };
    const sender = new Sender({ ...options, atOnce: 1, firstNumber: 1 });
    const command = cmdlet('exchangeOnline', 'Watch-Progress', { File: file });
    const purpose = { step: 'calendar-permissions', resource: 'x' } as const;
    expect(await sender.write(command, purpose)).toEqual([]);
    const told = journal.events.filter((event) => event.type === 'progress');
    expect(told[0]).toMatchObject({ number: 1, text: 'Working: event 1', percent: 0 });
    // Two seconds are told in some ten lines, and none of them twice.
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThan(100);
    expect(journal.events.at(-1)).toMatchObject({ type: 'answer', ok: true });
  },
);
