import { readSiteFile } from '../../electron/site-file.ts';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import { accountsOf } from '../../shared/site/sides.ts';
import type { Site } from '../../shared/site/site.ts';
import type { CommandLineResult } from './command-line.ts';
import { Rehearsal, runOf } from './rehearsal.ts';

/** The event stream of one verb, by the name under which a test tells of it. */
export interface VerbStream {
  readonly verb: string;
  readonly result: CommandLineResult;
}

/** A practice site with what every verb that looks or writes said on it, one after the other. */
export interface EveryVerb {
  readonly rehearsal: Rehearsal;
  readonly site: Site;
  readonly streams: readonly VerbStream[];
}

/** Sends every verb with a stream to one practice site, in the order in which an administrator would. */
export async function everyVerb(preset: PresetName, ...knobs: readonly string[]): Promise<EveryVerb> {
  const rehearsal = await Rehearsal.of(preset, ...knobs);
  const { site } = await readSiteFile(rehearsal.site);
  const [account] = accountsOf(site);
  if (account === undefined) throw new Error(`The site of ${preset} has no account.`);
  const streams: VerbStream[] = [];
  const tell = async (verb: string, ...words: readonly string[]): Promise<CommandLineResult> => {
    const result = await rehearsal.verb(...words);
    streams.push({ verb, result });
    return result;
  };
  const onSite = ['--site', rehearsal.site];
  await tell('plan', 'plan', ...onSite);
  await tell('script', 'script', ...onSite, '--to', `${rehearsal.folder}/scripts`);
  await tell('by-hand', 'by-hand', ...onSite, '--to', `${rehearsal.folder}/by-hand.md`);
  const run = await tell('run', 'run', ...onSite, '--yes');
  await tell('verify', 'verify', ...onSite);
  await tell('password', 'password', ...onSite, '--account', account.name, '--yes');
  await tell('undo', 'undo', runOf(run), '--yes');
  await tell('verify after undo', 'verify', ...onSite);
  return { rehearsal, site, streams };
}
