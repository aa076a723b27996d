import { readFileSync } from 'node:fs';
import { readFrame, type Hello } from './frames.ts';
import { linesOf } from './lines.ts';
import { startPowerShell, type PowerShellProcess } from './powershell-process.ts';
import { NoSession } from './session-failures.ts';

export interface StartOptions {
  /** How long until the bridge must stand. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

/** A PowerShell in which the bridge stands. */
export interface StartedBridge {
  readonly process: PowerShellProcess;
  readonly lines: AsyncGenerator<string, undefined>;
  readonly hello: Hello;
}

const usualLimitMs = 60_000;
const never = new AbortController().signal;

/** Runs in FullLanguage and ConstrainedLanguage alike, so it goes first, alone. */
const askLanguage = "'x ' + $ExecutionContext.SessionState.LanguageMode + ' ' + $PSVersionTable.PSVersion\n";
const answer = /(?:^|[^\w])x (\w+) (\d+)\.(\d+)/u;
const gather =
  "$t=[Text.StringBuilder]::new();while(($l=[Console]::In.ReadLine()) -cne '#end'){[void]$t.Append($l).Append([char]10)};";
const keepWorkerText = `${gather}$workerText=$t.ToString()\n`;
/** However the bridge ends, its process ends with it: PowerShell would take what comes next for commands. */
const runBridge = `${gather}try{& ([scriptblock]::Create($t.ToString()))}finally{[Environment]::Exit(1)}\n`;

const plain = /^[\t\n\x20-\x7e]*$/u;

/** A script as the loader takes it, line by line up to its mark. */
function scriptLines(file: URL): string {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  if (!plain.test(text) || /^#end$/mu.test(text))
    throw new NoSession('not-ascii', `${file.pathname} is not plain ASCII.`);
  return `${text}\n#end\n`;
}

/**
 * Starts PowerShell and gives it the bridge over standard input; `workerScript` is run first where commands run. Throws
 * {@link NoSession}, or the signal's reason; nothing of it runs any more then.
 */
export async function startBridge(
  executable: string,
  workerScript: URL | undefined,
  { limitMs = usualLimitMs, signal = never }: StartOptions = {},
): Promise<StartedBridge> {
  signal.throwIfAborted();
  const worker = workerScript === undefined ? '' : keepWorkerText + scriptLines(workerScript);
  const scripts = worker + runBridge + scriptLines(new URL('bridge.ps1', import.meta.url));
  const process = startPowerShell(executable);
  const lines = linesOf(process.output);
  const late = AbortSignal.timeout(limitMs);
  const over = AbortSignal.any([signal, late]);
  over.addEventListener('abort', process.kill, { once: true });
  try {
    return { process, lines, hello: await greeting(process, lines, scripts) };
  } catch (problem) {
    process.kill();
    await process.ended;
    signal.throwIfAborted();
    throw late.aborted
      ? new NoSession('no-answer', `PowerShell did not answer within ${String(limitMs / 1_000)} seconds.`)
      : problem;
  } finally {
    over.removeEventListener('abort', process.kill);
  }
}

async function greeting(
  process: PowerShellProcess,
  lines: AsyncGenerator<string, undefined>,
  scripts: string,
): Promise<Hello> {
  process.input.write(askLanguage);
  const told = await firstOf(lines, (line) => answer.exec(line) ?? undefined);
  if (told === undefined) throw await noAnswer(process);
  const [, mode = '', major = '', minor = ''] = told;
  if (mode !== 'FullLanguage')
    throw new NoSession(
      'language-mode',
      `PowerShell is in ${mode} mode here, in which the bridge can't run.`,
    );
  if (Number(major) < 5 || (major === '5' && minor === '0'))
    throw new NoSession('too-old', `This is PowerShell ${major}.${minor}; 5.1 is the oldest that will do.`);
  process.input.write(scripts);
  const first = await firstOf(lines, (line) =>
    line.startsWith('H ') ? { frame: readFrame(line) } : undefined,
  );
  if (first === undefined) throw await noAnswer(process);
  if (first.frame === undefined || !('hello' in first.frame))
    throw new NoSession(
      'unreadable',
      "PowerShell's greeting can't be read. Something changes what it writes.",
    );
  const { hello } = first.frame;
  if (hello.isSystem64Bit && !hello.is64Bit)
    throw new NoSession('too-narrow', 'This is a 32-bit PowerShell on a 64-bit system; it lacks modules.');
  return hello;
}

async function noAnswer(process: PowerShellProcess): Promise<NoSession> {
  // Its output may end before the system tells of its end.
  const { ran, why } = await process.ended;
  return new NoSession(ran ? 'ended' : 'not-started', `${why} ${process.errorTail()}`.trim());
}

/** What the first line says of which `of` makes something; undefined where lines end before. */
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
