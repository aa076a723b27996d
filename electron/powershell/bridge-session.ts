import { writeTokens, type Typed } from '../tokens/tokens.ts';
import { readFrame, type BridgeEvent, type CallEnd, type Hello } from './frames.ts';
import type { PowerShellProcess } from './powershell-process.ts';
import { CallStopped, SessionClosed, SessionLost } from './session-failures.ts';
import { startBridge, type StartedBridge, type StartOptions } from './session-start.ts';

/** One cmdlet to run. */
export interface BridgeCall {
  readonly name: string;
  /** Property paths that are asked of each object; null for objects that are tables, which come whole. */
  readonly columns: readonly string[] | null;
  readonly parameters: readonly (readonly [string, Typed])[];
  /** From its sending to its end, the time in which nobody takes what it puts out included. */
  readonly timeLimitMs: number;
  /** In this session (where it is left out), in the remote session that was opened, or so that it opens one. */
  readonly where?: 'here' | 'remote' | 'open' | undefined;
}

/** How long a command may take to stop before its process is killed, so that both are over within a second. */
const graceMs = 800;
const endLimitMs = 2_000;
const mostNoise = 50;
const longestNoise = 1_000;
const mostLastWords = 5;

type CallFrame = { readonly event: BridgeEvent } | { readonly end: CallEnd | 'lost' };

/** One PowerShell with the bridge in it. One call at a time. */
export class BridgeSession implements AsyncDisposable {
  readonly hello: Hello;
  readonly #process: PowerShellProcess;
  readonly #lines: AsyncGenerator<string, undefined>;
  readonly #noise: string[] = [];
  #calls = 0;
  #isBusy = false;
  #isLost = false;

  private constructor({ process, lines, hello }: StartedBridge) {
    this.#process = process;
    this.#lines = lines;
    this.hello = hello;
    void process.ended.then(() => (this.#isLost = true));
  }

  /**
   * Starts PowerShell and gives it the bridge; `workerScript` is run first where commands run. Throws `NoSession`, or
   * the signal's reason.
   */
  static async start(
    executable: string,
    workerScript?: URL,
    options: StartOptions = {},
  ): Promise<BridgeSession> {
    return new BridgeSession(await startBridge(executable, workerScript, options));
  }

  /** Is it gone? */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** How many calls it was given. */
  get calls(): number {
    return this.#calls;
  }

  /** Lines that were none of the bridge's: the last of them. */
  get noise(): readonly string[] {
    return this.#noise;
  }

  /**
   * Runs one cmdlet; what it puts out comes while it runs, and it waits where nobody takes it. An error record is an
   * event, also the one that ends the command. Who stops taking stops the command. Throws {@link CallStopped},
   * {@link SessionLost}, {@link SessionClosed}, or the signal's reason where the command stopped when it was told to.
   */
  async *call(call: BridgeCall, signal: AbortSignal): AsyncGenerator<BridgeEvent, undefined> {
    signal.throwIfAborted();
    if (this.#isLost) throw new SessionClosed('The PowerShell session is gone.');
    if (this.#isBusy) throw new Error('A session runs one call at a time.');
    this.#isBusy = true;
    const id = String(++this.#calls);
    let isTaken = false;
    let force: NodeJS.Timeout | undefined;
    let end: Promise<CallEnd | 'lost'> | undefined;
    const stop = (): void => {
      if (force !== undefined) return;
      this.#process.input.write(`X ${id}\n`);
      force = setTimeout(this.#process.kill, graceMs);
      // Nobody may come for what is left; the command would wait in its writing and could not stop.
      if (isTaken) end = this.#endOf(id);
    };
    const limit = setTimeout(stop, call.timeLimitMs);
    signal.addEventListener('abort', stop, { once: true });
    try {
      this.#process.input.write(`C ${id} ${callTokens(call)}\n`);
      let frame = await this.#next(id);
      while ('event' in frame && force === undefined) {
        isTaken = true;
        yield frame.event;
        isTaken = false;
        frame = end === undefined ? await this.#next(id) : { end: await end };
      }
      end ??= 'end' in frame ? Promise.resolve(frame.end) : this.#endOf(id);
      const how = await end;
      if (how === 'broken' || how === 'closed') this.#process.kill();
      const isGone = how === 'lost' || how === 'broken' || how === 'closed';
      const why = isGone ? await this.#lastWords() : '';
      if (force !== undefined) throw stopped(call, signal, isGone);
      if (how === 'closed')
        throw new SessionClosed(`The remote session was closed before ${call.name} was sent.`);
      if (isGone) throw new SessionLost(`The session was lost while ${call.name} ran. ${why}`);
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', stop);
      if (end === undefined) stop();
      await end;
      clearTimeout(force);
      this.#isBusy = false;
    }
  }

  async #next(id: string): Promise<CallFrame> {
    for (;;) {
      const next = await this.#lines.next();
      if (next.done === true) {
        this.#process.kill();
        await this.#process.ended;
        return { end: 'lost' };
      }
      const frame = readFrame(next.value);
      if (frame !== undefined && 'call' in frame && frame.call === id) return frame;
      if (next.value !== '') this.#noise.push(next.value.slice(0, longestNoise));
      if (this.#noise.length > mostNoise) this.#noise.shift();
    }
  }

  async #endOf(id: string): Promise<CallEnd | 'lost'> {
    let frame = await this.#next(id);
    while ('event' in frame) frame = await this.#next(id);
    return frame.end;
  }

  /** How the process ended, and what else it wrote last: often the only trace of a module's or a policy's doing. */
  async #lastWords(): Promise<string> {
    const { why } = await this.#process.ended;
    const words = [...this.#noise, ...this.#process.errorTail().split('\n')].filter(
      (line) => line.trim() !== '',
    );
    return [why, ...words.slice(-mostLastWords)].join('\n');
  }

  /** Ends the session: nothing of it is left when this resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isLost = true;
    this.#process.input.end();
    const kill = setTimeout(this.#process.kill, endLimitMs);
    this.#process.output.resume();
    await this.#process.ended;
    clearTimeout(kill);
  }
}

function stopped(call: BridgeCall, signal: AbortSignal, byForce: boolean): Error {
  if (signal.aborted && !byForce && signal.reason instanceof Error) return signal.reason;
  const why = signal.aborted
    ? `${call.name} was cancelled.`
    : `${call.name} took longer than ${String(call.timeLimitMs / 1_000)} seconds and was stopped.`;
  const how = byForce ? ' It did not stop, so its PowerShell was ended; what it did is not known.' : '';
  return new CallStopped(why + how, { byForce, cause: signal.reason });
}

const callTokens = ({ name, columns, parameters, where = 'here' }: BridgeCall): string =>
  writeTokens([name, columns, { type: 'table', entries: parameters }, where]);
