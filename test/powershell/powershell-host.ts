import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { findPowerShell } from '../../electron/powershell/find-powershell.ts';
import { filesOf, keptFolder } from '../stand-ins/kept-folder.ts';

/**
 * The real PowerShell engine for tests: its parser, its binder, its runspaces, in a small program built from NuGet's
 * System.Management.Automation (`host/`). It stands in for the executable only.
 */

const source = join(import.meta.dirname, 'host');
const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'win', darwin: 'osx' };
/** What .NET calls this kind of computer. */
const runtime = `${systems[process.platform] ?? 'linux'}-${process.arch}`;

/** Why there is no engine on this machine, in words for the test report; undefined where there is one. */
export function whyNoEngine(): string | undefined {
  const dotnet = spawnSync('dotnet', ['--list-sdks'], { encoding: 'utf8' });
  if (dotnet.error !== undefined) return 'skipped: dotnet is not on the path (install the .NET 10 SDK)';
  return /^10\./mu.test(dotnet.stdout) ? undefined : 'skipped: dotnet has no SDK of version 10';
}

/** Builds the host where its source has changed and returns the program's path. */
function buildHost(): string {
  const folder = keptFolder('powershell-host', filesOf(source, /\.(cs|csproj)$/u), (made) => {
    const built = spawnSync(
      'dotnet',
      [
        'publish',
        '-c',
        'Release',
        // Compiled beforehand it starts in half the time, which is worth the longer build after thirty starts.
        '-r',
        runtime,
        '--self-contained',
        'false',
        '-p:PublishReadyToRun=true',
        '--nologo',
        '-v',
        'quiet',
        '-o',
        made,
        // Nothing is written beside the source, where another process may build too.
        `-p:BaseIntermediateOutputPath=${made}/obj/`,
        `-p:BaseOutputPath=${made}/out/`,
        // A server that stays behind would be a process that nobody stops.
        '-p:UseSharedCompilation=false',
        '-nodeReuse:false',
      ],
      { cwd: source, encoding: 'utf8' },
    );
    if (built.status !== 0)
      throw new Error(`The PowerShell host does not build:\n${built.stdout}${built.stderr}`);
    for (const scaffold of ['obj', 'out']) rmSync(join(made, scaffold), { recursive: true, force: true });
  });
  return join(folder, 'powershell-host.dll');
}

/** The host as a program that stands in for `powershell`, built where its source has changed. */
export const hostProgram = (): string =>
  join(dirname(buildHost()), process.platform === 'win32' ? 'powershell-host.exe' : 'powershell-host');

/**
 * The PowerShell for tests of the bridge: the computer's own where there is one, for that is what the bridge is for; else
 * the host. Tests that want something of PowerShell's surroundings take the host in any case.
 */
export const powershellProgram = (
  own: string | undefined = findPowerShell(undefined),
  build: () => string = hostProgram,
): string => own ?? build();

/** Why there is neither, in words for the test report. */
export const whyNoPowerShell = (
  own: string | undefined = findPowerShell(undefined),
  why: () => string | undefined = whyNoEngine,
): string | undefined => (own === undefined ? why() : undefined);

/** A value as the engine has it, with its type. */
export type EngineValue =
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'boolean' | 'switch'; readonly value: boolean }
  | {
      readonly type: 'text' | 'char' | 'integer' | 'double' | 'date' | 'secret' | 'other';
      readonly value: string;
    }
  | { readonly type: 'list'; readonly value: readonly EngineValue[] }
  | { readonly type: 'hashtable'; readonly value: readonly (readonly [EngineValue, EngineValue])[] };

const packed = z.base64().transform((text) => Buffer.from(text, 'base64').toString('utf16le'));

const engineValue: z.ZodType<EngineValue> = z.union([
  z.object({ type: z.literal('null'), value: z.null() }),
  z.object({ type: z.enum(['boolean', 'switch']), value: z.boolean() }),
  z.object({ type: z.enum(['integer', 'double', 'date']), value: z.string() }),
  z.object({ type: z.enum(['text', 'char', 'secret', 'other']), value: packed }),
  z.object({ type: z.literal('list'), value: z.array(z.lazy(() => engineValue)) }),
  z.object({
    type: z.literal('hashtable'),
    value: z.array(z.tuple([z.lazy(() => engineValue), z.lazy(() => engineValue)])),
  }),
]);

const parsed = z.object({
  errors: z.array(packed),
  statements: z.int(),
  commands: z.array(
    z.object({
      name: z.string().nullable(),
      elements: z.array(
        z.object({ parameter: z.string().optional(), value: engineValue.nullable().optional() }),
      ),
    }),
  ),
  variables: z.array(packed),
  variablesBeforeColon: z.array(packed),
  expandableTexts: z.int(),
});

const ran = z.object({
  calls: z.array(
    z
      .object({ command: z.string(), bound: z.array(z.tuple([z.string(), engineValue])) })
      .transform(({ command, bound }) => ({ command, bound: new Map(bound) })),
  ),
  values: z.array(engineValue),
  errors: z.array(z.object({ id: z.string(), text: packed })),
});

const language = z.object({
  errors: z.array(z.string()),
  uses: z.array(
    z.object({
      kind: z.enum([
        'construct',
        'command',
        'dynamic',
        'parameter',
        'function',
        'newer',
        'type',
        'static',
        'instance',
        'escape',
        'token',
        'number',
      ]),
      name: z.string(),
      of: z.string().nullable(),
      arguments: z.int().nullable(),
      line: z.int(),
    }),
  ),
});

/** What a script uses of the language and of .NET. */
export type Language = z.infer<typeof language>;
/** One such use: the type that it is of where the script names one, and a number of arguments where something is called. */
export type LanguageUse = Language['uses'][number];

/** Something that Windows PowerShell 5.1 may have: a type, or a member of it by name and number of arguments. */
export interface Member {
  readonly type: string;
  readonly kind: 'type' | 'new' | 'static' | 'instance';
  readonly name: string | null;
  readonly arguments: number | null;
}

/** What the parser says of a text: errors, and its commands with the values of literal arguments (null: has to be run). */
export type Parsed = z.infer<typeof parsed>;
/** What running a text did: calls of recorders with what was bound, values put out, errors. */
export type Ran = z.infer<typeof ran>;

/** A function that stands for a cmdlet: PowerShell type names by parameter. */
export interface RecorderFunction {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** Text variables that are there beforehand. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What a person types when asked, by prompt. */
  readonly typed?: Readonly<Record<string, string>>;
  /** What recorders put out: an object with these properties, or a hashtable (as Invoke-MgGraphRequest does). */
  readonly answers?: readonly {
    readonly command: string;
    readonly as: 'object' | 'hashtable';
    readonly properties: Readonly<Record<string, string>>;
  }[];
}

const pack = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

/** A running engine. Requests may be sent without waiting; answers come in the same order. */
export class PowerShellHost implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting: { resolve: (answer: unknown) => void; reject: (problem: Error) => void }[] = [];

  constructor(program: string = buildHost()) {
    this.#child = spawn('dotnet', [program, 'examine'], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface(this.#child.stdout).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line));
    });
    this.#child.on('exit', (code) => {
      for (const { reject } of this.#waiting.splice(0))
        reject(new Error(`The PowerShell host ended (${String(code)}).`));
    });
  }

  /** Begins a new runspace in which these functions stand for cmdlets. */
  async declare(functions: readonly RecorderFunction[]): Promise<void> {
    await this.#ask({
      do: 'declare',
      functions: functions.map(({ name, parameters }) => ({
        name,
        parameters: Object.entries(parameters).map(([parameter, type]) => ({ name: parameter, type })),
      })),
    });
  }

  async parse(text: string): Promise<Parsed> {
    return parsed.parse(await this.#ask({ do: 'parse', text: pack(text) }));
  }

  async language(text: string): Promise<Language> {
    return language.parse(await this.#ask({ do: 'language', text: pack(text) }));
  }

  /** The assembly of .NET Framework 4.7.2 or Windows PowerShell 5.1 that has each member; null where none has. */
  async find(members: readonly Member[]): Promise<readonly (string | null)[]> {
    const answer = await this.#ask({
      do: 'find',
      members: members.map((member) => [member.type, member.kind, member.name, member.arguments]),
    });
    return z.object({ assemblies: z.array(z.string().nullable()) }).parse(answer).assemblies;
  }

  async run(text: string, options: RunOptions = {}): Promise<Ran> {
    return ran.parse(
      await this.#ask({
        do: 'run',
        text: pack(text),
        variables: Object.entries(options.variables ?? {}).map(([name, value]) => [name, pack(value)]),
        secrets: Object.entries(options.typed ?? {}).map((pair) => pair.map(pack)),
        answers: (options.answers ?? []).map((answer) => [
          answer.command,
          answer.as,
          Object.entries(answer.properties).map(([name, value]) => [name, pack(value)]),
        ]),
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await ended;
  }

  async #ask(request: object): Promise<unknown> {
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const refused = z.object({ refused: z.string() }).safeParse(await answer);
    if (refused.success) throw new Error(refused.data.refused);
    return answer;
  }
}
