import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import type { BridgeEvent } from '../../electron/powershell/frames.ts';
import { rowOf } from '../../electron/powershell/command-values.ts';
import type { Typed } from '../../electron/tokens/tokens.ts';
import type { Json } from '../../shared/commands/value.ts';
import { callOf, errorsOf, outOf, rowsOf } from '../powershell/bridge-sessions.ts';
import { whyNoEngine } from '../powershell/powershell-host.ts';
import { directoryPowerShell } from './directory-powershell.ts';
import { startDomainController, type DomainController } from './domain-controller.ts';
import { whyNoDirectory } from './provisioning.ts';

/** Why these tests can't run here; undefined where they can. */
export const whyNoDirectoryTests = (): string | undefined => whyNoDirectory() ?? whyNoEngine();

/** A value that has to be a text. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${JSON.stringify(value)} is no text.`);
}

const record = z.record(z.string(), z.json());

type Parameters = Readonly<Record<string, Typed>>;

/** A domain controller and a PowerShell session with the module, for the tests of one file. */
export class DirectorySession {
  readonly controller: DomainController;
  readonly #session: BridgeSession;

  constructor(controller: DomainController, session: BridgeSession) {
    this.controller = controller;
    this.#session = session;
  }

  /** The rows of a cmdlet that must not fail, each with these properties. */
  async rows(
    name: string,
    parameters: Parameters = {},
    columns: readonly string[] = [],
  ): Promise<readonly Readonly<Record<string, Json>>[]> {
    const events = await this.#events(name, { Server: this.controller.host, ...parameters }, columns);
    expect(errorsOf(events), name).toEqual([]);
    return rowsOf(events).map((values) => record.parse(rowOf(columns, values)));
  }

  /** The one row of a cmdlet. */
  async row(
    name: string,
    parameters: Parameters,
    columns: readonly string[],
  ): Promise<Readonly<Record<string, Json>>> {
    const [first, ...more] = await this.rows(name, parameters, columns);
    if (first === undefined || more.length > 0) throw new Error(`${name} gave no single row.`);
    return first;
  }

  /** What a cmdlet that must fail is refused with: the error's id and its exception. */
  async refusal(
    name: string,
    parameters: Parameters,
  ): Promise<{ readonly id: string; readonly exception: string }> {
    const events = await this.#events(name, { Server: this.controller.host, ...parameters }, []);
    const [error] = errorsOf(events);
    if (error === undefined) throw new Error(`${name} was not refused.`);
    return { id: error.id, exception: error.exception };
  }

  /** Cmdlets work as this user from now on; without one, as whoever is signed in. */
  async workAs(user: string, password = ''): Promise<void> {
    await this.call('Set-TestCredential', { Name: user, Password: { type: 'secret', text: password } });
  }

  /** A command that is not of the module. */
  async call(
    name: string,
    parameters: Parameters,
    columns: readonly string[] = [],
  ): Promise<readonly (readonly Typed[])[]> {
    const events = await this.#events(name, parameters, columns);
    expect(errorsOf(events), name).toEqual([]);
    return rowsOf(events);
  }

  #events(name: string, parameters: Parameters, columns: readonly string[]): Promise<readonly BridgeEvent[]> {
    return outOf(this.#session, callOf(name, parameters, { columns }));
  }

  async end(): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
    await this.controller[Symbol.asyncDispose]();
  }
}

/** A session for all tests of a file, begun before them and ended after them. */
export function directorySession(): () => DirectorySession {
  let session: DirectorySession | undefined;
  beforeAll(async () => {
    const controller = await startDomainController();
    const bridge = await BridgeSession.start(directoryPowerShell(), new URL('worker.ps1', import.meta.url));
    session = new DirectorySession(controller, bridge);
    await session.call('Import-Module', { Name: 'ActiveDirectory' });
  });
  afterAll(async () => {
    await session?.end();
  });
  return () => {
    if (session === undefined) throw new Error('The session has not begun.');
    return session;
  };
}
