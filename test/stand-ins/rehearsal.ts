import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import type { EventOf } from '../../shared/run/events.ts';
import { commandLine, type CommandLineResult } from './command-line.ts';
import { temporaryFolder } from './temporary-folder.ts';

const json = z.json();
export type JsonValue = z.infer<typeof json>;

/** A practice site in a folder of its own, worked on by the command line as a person would. */
export class Rehearsal {
  readonly folder: string;
  readonly practice: string;
  readonly site: string;
  readonly runs: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.practice = join(folder, 'university.db');
    this.site = join(folder, 'university.site.json');
    this.runs = join(folder, 'runs');
  }

  static async of(preset: PresetName, ...knobs: readonly string[]): Promise<Rehearsal> {
    const rehearsal = new Rehearsal(temporaryFolder());
    const made = await commandLine([
      'practice',
      'new',
      rehearsal.practice,
      '--preset',
      preset,
      '--site-to',
      rehearsal.site,
      ...knobs,
    ]);
    if (made.exitCode !== 0) throw new Error(made.stderr);
    return rehearsal;
  }

  /** An equal site in a folder of its own, on which nothing was run yet. */
  copy(): Rehearsal {
    const copy = new Rehearsal(temporaryFolder());
    copyFileSync(this.practice, copy.practice);
    copyFileSync(this.site, copy.site);
    return copy;
  }

  /** A verb that works on the site file. */
  async onSite(verb: string, ...more: readonly string[]): Promise<CommandLineResult> {
    return await this.verb(verb, '--site', this.site, ...more);
  }

  /** Any verb, with events on standard output. */
  async verb(...words: readonly string[]): Promise<CommandLineResult> {
    return await commandLine([...words, ...this.common]);
  }

  /** The id in the site file. */
  get siteId(): string {
    return z.looseObject({ id: z.string() }).parse(JSON.parse(readFileSync(this.site, 'utf8'))).id;
  }

  /** Options that name this practice site and its runs. */
  get common(): readonly string[] {
    return ['--practice', this.practice, '--runs', this.runs, '--json'];
  }

  /** Somebody else's command. */
  async do(command: JsonValue): Promise<JsonValue> {
    const result = await commandLine(['practice', 'do', this.practice, JSON.stringify(command)]);
    return json.parse(JSON.parse(result.stdout));
  }

  /** The whole state at rest, as text that can be compared. */
  async comparable(): Promise<string> {
    return (await commandLine(['practice', 'show', this.practice, '--json', '--comparable'])).stdout;
  }

  /** The commands that the practice site received, each as one line of JSON with its keys in order. */
  async received(): Promise<readonly string[]> {
    const { stdout } = await commandLine(['practice', 'show', this.practice, '--json', '--commands']);
    return z
      .array(json)
      .parse(JSON.parse(stdout))
      .map((one) => canonical(commandIn(one)));
  }

  /** Changes the site file by a function of its JSON. */
  editSite(edit: (site: Record<string, JsonValue>) => void): void {
    const site = z.record(z.string(), json).parse(JSON.parse(readFileSync(this.site, 'utf8')));
    edit(site);
    writeFileSync(this.site, JSON.stringify(site, null, 2));
  }
}

/** The run's id, as its first event names it. */
export function runOf(result: CommandLineResult): string {
  const [started] = result.of('started');
  if (started === undefined) throw new Error(`Nothing was started: ${result.stderr}`);
  return started.run;
}

/** Commands of an event stream, each as one line of JSON with its keys in order. */
export const sentCommands = (result: CommandLineResult): readonly string[] =>
  result.of('command').map((event) => canonical(commandIn(event)));

/** What of a command, as an event or the practice site's list holds it, is the command itself. */
export function commandIn(command: unknown): JsonValue {
  const parts = z.record(z.string(), json).parse(command);
  const kept = ['target', 'cmdlet', 'parameters', 'method', 'path', 'body', 'eventual'];
  return Object.fromEntries(kept.flatMap((key) => (parts[key] === undefined ? [] : [[key, parts[key]]])));
}

/** As one line of JSON with its keys in order. */
export function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, part: JsonValue) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Resources that ended otherwise than as they should, with their outcome. */
export const notRight = (result: CommandLineResult): Record<string, string> =>
  Object.fromEntries(
    result
      .of('resource')
      .filter((event: EventOf<'resource'>) => !['in-order', 'changed', 'left-out'].includes(event.outcome))
      .map((event) => [event.resource, `${event.outcome}: ${event.reason}`]),
  );

/** Writing commands of an event stream. */
export const written = (result: CommandLineResult): readonly EventOf<'command'>[] =>
  result.of('command').filter((event) => event.writes);
