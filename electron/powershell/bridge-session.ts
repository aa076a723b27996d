import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { writeTokens, type Typed } from '../tokens/tokens.ts';
import { readFrame, type BridgeEvent, type Hello } from './frames.ts';
import { linesOf } from './lines.ts';
import { startPowerShell, type PowerShellProcess } from './powershell-process.ts';
import { CallStopped, NoSession, SessionClosed, SessionLost } from './session-failures.ts';

/** One cmdlet to run. */
export interface BridgeCall {
  readonly name: string;
  /** Property paths that are asked of each object; null for objects that are tables, which come whole. */
  readonly columns: readonly string[] | null;
  readonly parameters: readonly (readonly [string, Typed])[];
  readonly timeLimitMs: number;
  /** In this session (where it is left out), in the remote session that was opened, or so that it opens one. */
  readonly where?: 'here' | 'remote' | 'open' | undefined;
}

const startLimitMs = 60_000;
/** How long a command may take to stop before its process is killed. */
const graceMs = 1_000;
const endLimitMs = 2_000;
const mostNoise = 50;

/** Runs in FullLanguage and ConstrainedLanguage alike, so it goes first, alone. */
const askLanguage = "'x ' + $ExecutionContext.SessionState.LanguageMode + ' ' + $PSVersionTable.PSVersion\n";
const gather =
  "$t=[Text.StringBuilder]::new();while(($l=[Console]::In.ReadLine()) -cne '#end'){[void]$t.Append($l).Append([char]10)};";
const keepWorkerText = `${gather}$workerText=$t.ToString()\n`;
const runBridge = `${gather}& ([scriptblock]::Create($t.ToString()))\n`;

const plain = /^[\t\n\x20-\x7e]*$/u;

/** A script as the loader takes it, line by line up to its mark. */
function scriptLines(file: URL): string {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  if (!plain.test(text) || /^#end$/mu.test(text)) throw new NoSession(`${file.pathname} is not plain ASCII.`);
  return `${text}\n#end\n`;
}

/** One PowerShell with the bridge in it. One call at a time. */
export class BridgeSession implements AsyncDisposable {
  readonly hello: Hello;
  readonly #process: PowerShellProcess;
  readonly #lines: AsyncGenerator<string, undefined>;
  readonly #noise: string[] = [];
  #calls = 0;
  #isBusy = false;
  #isLost = false;

  private constructor(shell: PowerShellProcess, lines: AsyncGenerator<string, undefined>, hello: Hello) {
    this.#process = shell;
    this.#lines = lines;
    this.hello = hello;
  }

  /**
   * Starts PowerShell and gives it the bridge; `workerScript` is run first where commands run. Throws
   * {@link NoSession}.
   */
  static async start(executable: string, workerScript?: URL): Promise<BridgeSession> {
    const worker = workerScript === undefined ? '' : keepWorkerText + scriptLines(workerScript);
    const bridge = runBridge + scriptLines(new URL('bridge.ps1', import.meta.url));
    const shell = startPowerShell(executable);
    const lines = linesOf(shell.output);
    const end = shell.ended.then((reason) => {
      throw new NoSession(`${reason} ${shell.errorTail()}`.trim());
    });
    const limit = new AbortController();
    const late = wait(startLimitMs, undefined, { signal: limit.signal }).then(
      () => {
        throw new NoSession('PowerShell did not answer within a minute.');
      },
      () => undefined,
    );
    try {
      return await Promise.race([
        BridgeSession.#begun(shell, lines, worker + bridge),
        end,
        late.then(() => end),
      ]);
    } catch (problem) {
      shell.kill();
      throw problem;
    } finally {
      limit.abort();
      end.catch(() => undefined);
    }
  }

  static async #begun(
    shell: PowerShellProcess,
    lines: AsyncGenerator<string, undefined>,
    scripts: string,
  ): Promise<BridgeSession> {
    shell.input.write(askLanguage);
    const language = await firstOf(lines, (line) => /(?:^|[^\w])x (\w+) ([\d.]+)/u.exec(line)?.[1]);
    if (language !== 'FullLanguage')
      throw new NoSession(`PowerShell is in ${language ?? 'no'} mode here, in which the bridge can't run.`);
    shell.input.write(scripts);
    const hello = await firstOf(lines, (line) => {
      const frame = readFrame(line);
      return frame !== undefined && 'hello' in frame ? frame.hello : undefined;
    });
    if (hello === undefined) throw new NoSession(`The bridge did not start. ${shell.errorTail()}`);
    return new BridgeSession(shell, lines, hello);
  }

  /** Is it gone? */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Lines that were none of the bridge's: the last of them. */
  get noise(): readonly string[] {
    return this.#noise;
  }

  /**
   * Runs one cmdlet; what it puts out comes while it runs, and it waits where nobody takes it. An error record is an
   * event, also the one that ends the command. Throws {@link CallStopped}, {@link SessionLost}, {@link SessionClosed},
   * or the signal's reason.
   * Who stops taking stops the command.
   */
  async *call(call: BridgeCall, signal: AbortSignal): AsyncGenerator<BridgeEvent, undefined> {
    signal.throwIfAborted();
    if (this.#isLost) throw new SessionLost('The PowerShell session is gone.');
    if (this.#isBusy) throw new Error('A session runs one call at a time.');
    this.#isBusy = true;
    const id = String(++this.#calls);
    let kill: NodeJS.Timeout | undefined;
    const stop = (): void => {
      if (kill !== undefined) return;
      this.#process.input.write(`X ${id}\n`);
      kill = setTimeout(() => {
        this.#process.kill();
      }, graceMs);
    };
    const limit = setTimeout(stop, call.timeLimitMs);
    signal.addEventListener('abort', stop, { once: true });
    let isOver = false;
    try {
      this.#process.input.write(`C ${id} ${callTokens(call)}\n`);
      for await (const frame of this.#framesOf(id)) {
        if (!('end' in frame)) {
          yield frame.event;
          continue;
        }
        isOver = true;
        if (frame.end === 'cancelled') throw stopped(call, signal);
        if (frame.end === 'broken' || frame.end === 'closed') {
          await this.#lose();
          throw frame.end === 'closed'
            ? new SessionClosed(`The remote session was closed before ${call.name} was sent.`)
            : new SessionLost(`The session broke while ${call.name} ran.`);
        }
        return;
      }
      isOver = true;
      const why = await this.#lose();
      throw kill === undefined ? new SessionLost(why) : stopped(call, signal);
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', stop);
      if (!isOver) {
        stop();
        for await (const frame of this.#framesOf(id)) if ('end' in frame) break;
      }
      clearTimeout(kill);
      this.#isBusy = false;
    }
  }

  async *#framesOf(id: string): AsyncGenerator<{ event: BridgeEvent } | { end: string }, undefined> {
    for (;;) {
      const next = await this.#lines.next();
      if (next.done === true) {
        this.#isLost = true;
        return;
      }
      const frame = readFrame(next.value);
      if (frame !== undefined && 'call' in frame && frame.call === id) yield frame;
      else {
        this.#noise.push(next.value);
        if (this.#noise.length > mostNoise) this.#noise.shift();
      }
    }
  }

  /** Makes sure that nothing of it runs any more; gives the reason of its end. */
  async #lose(): Promise<string> {
    this.#isLost = true;
    this.#process.kill();
    return await this.#process.ended;
  }

  /** Ends the session: nothing of it is left when this resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isLost = true;
    this.#process.input.end();
    const kill = setTimeout(() => {
      this.#process.kill();
    }, endLimitMs);
    this.#process.output.resume();
    await this.#process.ended;
    clearTimeout(kill);
  }
}

const stopped = (call: BridgeCall, signal: AbortSignal): Error =>
  signal.aborted && signal.reason instanceof Error
    ? signal.reason
    : new CallStopped(
        signal.aborted
          ? `${call.name} was cancelled.`
          : `${call.name} took longer than ${String(call.timeLimitMs / 1_000)} seconds and was stopped.`,
      );

const callTokens = ({ name, columns, parameters, where = 'here' }: BridgeCall): string =>
  writeTokens([name, columns, { type: 'table', entries: parameters }, where]);

/** What the first line says of which `of` makes something. */
async function firstOf<T>(
  lines: AsyncGenerator<string, undefined>,
  of: (line: string) => T | undefined,
): Promise<T | undefined> {
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return undefined;
    const found = of(next.value);
    if (found !== undefined) return found;
  }
}
