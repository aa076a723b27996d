import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { declaration } from '../../electron/practice/loopback/declarations.ts';
import { signatures } from '../../electron/practice/cmdlets/signatures.ts';
import { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import type { BridgeError } from '../../electron/powershell/frames.ts';
import type { Typed } from '../../electron/tokens/tokens.ts';
import type { CmdletTarget } from '../../shared/commands/command.ts';
import { callOf, errorsOf, inOrder, outOf, rowsOf } from './bridge-sessions.ts';
import { powershellProgram } from './powershell-host.ts';

/** What PowerShell bound to one cmdlet: by parameter the name of its .NET type, and the value (a secret as its text). */
export interface Bound {
  readonly cmdlet: string;
  readonly parameters: ReadonlyMap<string, readonly [type: string, value: Typed]>;
}

/** What became of a call or a text. */
export interface Recorded {
  readonly errors: readonly BridgeError[];
  readonly bound: readonly Bound[];
}

const scripts = [
  new URL('../../electron/practice/loopback/practice-module.ps1', import.meta.url),
  new URL('practice-recorder.ps1', import.meta.url),
];

const recorded = z.array(
  z.tuple([
    z.tuple([
      z.string(),
      z.array(z.tuple([z.string(), z.string(), z.custom<Typed>((value) => value !== undefined)])),
    ]),
  ]),
);

/** The cmdlets of the practice module in a real PowerShell: PowerShell binds or refuses, and what it bound is kept. */
export class PracticeRecorder implements AsyncDisposable {
  readonly #session: BridgeSession;

  private constructor(session: BridgeSession) {
    this.#session = session;
  }

  static async open(): Promise<PracticeRecorder> {
    const folder = mkdtempSync(join(tmpdir(), 'calendar-push-test-'));
    try {
      const script = join(folder, 'recorder.ps1');
      writeFileSync(script, scripts.map((file) => readFileSync(file, 'utf8')).join('\n'));
      return new PracticeRecorder(await BridgeSession.start(powershellProgram(), pathToFileURL(script)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Declares every cmdlet of a target's modules as the practice site does; returns their names. */
  async declareAll(target: CmdletTarget): Promise<readonly string[]> {
    const names: string[] = [];
    for (const { cmdlet, module } of new Set(signatures().byName.values())) {
      const parameters = module === 'PowerShell' ? undefined : declaration(target, cmdlet);
      if (parameters === undefined) continue;
      await this.#must('Add-PracticeCmdlet', Object.fromEntries(parameters));
      names.push(cmdlet);
    }
    return names;
  }

  /** Declares a cmdlet of the test; PowerShell types by parameter. */
  async declare(name: string, parameters: Readonly<Record<string, string>>): Promise<void> {
    const declared = Object.entries(parameters).map(([parameter, type]) => [
      parameter,
      type,
      [],
      [[null, false]],
    ]);
    await this.#must('Add-PracticeCmdlet', {
      Name: name,
      ShouldProcess: false,
      DefaultSet: '',
      Parameters: declared,
    });
  }

  /** What cmdlets put out: one object with these properties. */
  async answer(properties: Readonly<Record<string, string>>): Promise<void> {
    await this.#must('Set-Answer', { Properties: { type: 'table', entries: Object.entries(properties) } });
  }

  /** The text of a function, as it was declared. */
  async textOf(name: string): Promise<string> {
    const [row] = rowsOf(await outOf(this.#session, callOf('Get-Text', { Name: name })));
    return z.string().parse(row?.[0]);
  }

  /** Calls a cmdlet as the product does: by its name, with typed values. */
  async call(name: string, parameters: readonly (readonly [string, Typed])[]): Promise<Recorded> {
    const events = await outOf(this.#session, callOf(name, {}, { parameters }));
    return { errors: errorsOf(events), bound: await this.#recorded() };
  }

  /** Runs a text as a person does who pastes it. */
  async run(text: string): Promise<Recorded> {
    const events = await outOf(this.#session, callOf('Invoke-Text', { Text: text }));
    return { errors: errorsOf(events), bound: await this.#recorded() };
  }

  async #recorded(): Promise<readonly Bound[]> {
    const rows = recorded.parse(rowsOf(await outOf(this.#session, callOf('Get-Recorded'))));
    return rows.map(([[cmdlet, pairs]]) => ({
      cmdlet,
      parameters: new Map(pairs.map(([key, type, value]) => [key, [type, inOrder(value)]])),
    }));
  }

  async #must(name: string, parameters: Readonly<Record<string, Typed>>): Promise<void> {
    const [error] = errorsOf(await outOf(this.#session, callOf(name, parameters)));
    if (error !== undefined) throw new Error(`${name}: ${error.text}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}
