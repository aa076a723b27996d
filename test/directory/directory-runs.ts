import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { z } from 'zod';
import type { OtherAccount } from '../../electron/powershell/real-site.ts';
import { signInAnswer, signInOnce, signInResult } from '../../electron/run/account-sign-in.ts';
import { systemClock } from '../../electron/run/clock.ts';
import { realWorld, type RealWorld } from '../../electron/run/real-world.ts';
import { startRun } from '../../electron/run/start.ts';
import { onlyLooking, type Surroundings, type Writing } from '../../electron/run/surroundings.ts';
import { undoRun } from '../../electron/run/undo.ts';
import { Vault } from '../../electron/run/vault.ts';
import type { Command, Probe, Target } from '../../shared/commands/command.ts';
import { secret, type Json } from '../../shared/commands/value.ts';
import type { EventOf, Outcome, RecordedEvent, Verb } from '../../shared/run/events.ts';
import type { StepId } from '../../shared/run/step-id.ts';
import type { SendOptions, Transport, World } from '../../shared/run/ports.ts';
import { propertiesOf } from '../../shared/run/properties.ts';
import { siteFrom } from '../../shared/site/read-site.ts';
import type { Site, SiteAnswers } from '../../shared/site/site.ts';
import { ServiceError } from '../../shared/run/service-error.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { directoryPowerShell } from './directory-powershell.ts';
import { domain, serviceAccounts } from './provisioning.ts';

/** There is no Exchange Server for tests: this one can be reached, holds no recipient, and lets nobody write. */
const emptyExchange: Transport = {
  atOnce: 1,
  async *send(command: Command) {
    if (command.target === 'graph') throw new TypeError('A request is no cmdlet.');
    if (command.cmdlet === 'Get-ExchangeServer') yield { row: { Fqdn: exchangeServer } };
    else if (/^Get-/u.test(command.cmdlet) && !('Filter' in command.parameters))
      throw refused('ManagementObjectNotFoundException');
    else if (/^(?:Enable|Set-Mailbox|Add|New-D)/u.test(command.cmdlet))
      throw refused('CmdletAccessDeniedException');
  },
};

const exchangeServer = `ex1.${domain.dns}`;

const refused = (exception: string): ServiceError =>
  new ServiceError({ target: 'exchange', kind: 'lasting', id: exception, exception, text: exception });

/** The product's world of a real site, its Active Directory a domain controller of the test; shared by the runs of a file. */
class DirectoryWorld implements World, AsyncDisposable {
  readonly #real: RealWorld;

  constructor(account?: OtherAccount) {
    this.#real = realWorld(siteOf({ account: 'nobody' }), {
      executable: directoryPowerShell(),
      account,
      sessions: 2,
    });
  }

  get identity(): World['identity'] {
    return this.#real.identity;
  }

  transport(target: Target): Transport {
    return target === 'exchange' ? emptyExchange : this.#real.transport(target);
  }

  async probe(probe: Probe, options: SendOptions): Promise<Json> {
    return await this.#real.probe(probe, options);
  }

  /** Tries once whether an account gets in: where the product would ask, or at this controller. */
  async signIn(account: string, password: string, server?: string): Promise<Json> {
    const options = {
      secrets: new Vault(new Map([['tried', password]])),
      signal: new AbortController().signal,
    };
    if (server === undefined) {
      const probe: Probe = { probe: 'account-sign-in', account, password: secret('tried') };
      return z.object({ result: z.json() }).parse(await this.probe(probe, options)).result;
    }
    const properties = propertiesOf(signInAnswer);
    const command = signInOnce(server, account, secret('tried'));
    for await (const output of this.#real.transport('computer').send(command, { ...options, properties }))
      if ('row' in output) return signInResult(signInAnswer.parse(output.row), server);
    throw new Error('The sign-in check answered with nothing.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#real[Symbol.asyncDispose]();
  }
}

/** A world for all tests of a file, ended after them. */
export function directoryWorld(account?: OtherAccount): () => DirectoryWorld {
  let world: DirectoryWorld | undefined;
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
  });
  return () => (world ??= new DirectoryWorld(account));
}

/** What a site file says of Active Directory, where a test wants something else. */
export interface DirectorySiteAnswers {
  readonly account: string;
  readonly displayName?: string;
  readonly userPrincipalName?: string;
  readonly unit?: string;
  readonly group?: string;
  readonly count?: number;
}

/** What a run said. */
export interface DirectoryRun {
  readonly run: string;
  readonly exitCode: number;
  readonly vault: Vault;
  of<Type extends RecordedEvent['type']>(type: Type): readonly EventOf<Type>[];
  /** How an account, or another resource by its id, ended. */
  outcome(resource: string): Outcome | undefined;
  /** Cmdlets that were sent to Active Directory to write. */
  readonly written: readonly string[];
}

/** An on-premises site on a real directory, worked on by the product's runs. */
export class DirectorySite {
  readonly #world: World;
  readonly #folder = temporaryFolder();
  readonly #file = join(this.#folder, 'site.json');

  constructor(world: World, answers: DirectorySiteAnswers) {
    this.#world = world;
    this.answer(answers);
  }

  /** Says something else in the site file. */
  answer(answers: DirectorySiteAnswers): void {
    writeSiteFile(this.#file, answers);
  }

  /** Carries out a verb on some steps, with these passwords given. */
  async run(
    verb: Extract<Verb, 'plan' | 'run' | 'verify' | 'password'>,
    asked: {
      readonly only?: readonly StepId[];
      readonly given?: Readonly<Record<string, string>>;
      readonly account?: string;
    } = {},
  ): Promise<DirectoryRun> {
    const vault = new Vault(new Map(Object.entries(asked.given ?? {})));
    return await this.#carriedOut(vault, (around) =>
      startRun(around, {
        verb,
        siteFile: this.#file,
        note: '',
        writing: verb === 'plan' || verb === 'verify' ? onlyLooking : writing,
        account: asked.account ?? '',
        only: asked.only ?? ['service-accounts'],
        people: '',
        limit: Infinity,
      }),
    );
  }

  /** Takes back what a run changed. */
  async undo(run: DirectoryRun): Promise<DirectoryRun> {
    return await this.#carriedOut(new Vault(), (around) => undoRun(around, run.run, writing));
  }

  async #carriedOut(
    vault: Vault,
    work: (around: Surroundings) => Promise<{ readonly run: string; readonly exitCode: number }>,
  ): Promise<DirectoryRun> {
    const events: RecordedEvent[] = [];
    const never = new AbortController().signal;
    const ended = await work({
      runs: join(this.#folder, 'runs'),
      world: this.#world,
      clock: systemClock,
      vault,
      interruption: { stop: never, abort: never },
      version: 'test',
      onEvent: (event) => events.push(event),
    });
    const of = <Type extends RecordedEvent['type']>(type: Type): readonly EventOf<Type>[] =>
      events.filter((event): event is RecordedEvent & EventOf<Type> => event.type === type);
    return {
      ...ended,
      vault,
      of,
      outcome: (resource) => of('resource').findLast((event) => event.resource === resource)?.outcome,
      written: of('command').flatMap((event) =>
        event.writes && event.target === 'activeDirectory' && 'cmdlet' in event ? [event.cmdlet] : [],
      ),
    };
  }
}

const writing: Writing = {
  agreement: { kind: 'everything' },
  atOnce: Infinity,
  waitMs: undefined,
  willReveal: false,
};

/** Writes the file of an on-premises site in the test's domain. */
export function writeSiteFile(file: string, answers: DirectorySiteAnswers): void {
  writeFileSync(file, JSON.stringify(answersOf(answers)));
}

function answersOf({
  account,
  displayName,
  userPrincipalName,
  unit,
  group,
  count,
}: DirectorySiteAnswers): SiteAnswers {
  return {
    version: 1,
    id: '5f0c1c1e-6a3b-4b0a-9d50-1b6f3c1a7e03',
    name: 'Directory',
    kind: 'on-premises',
    onPremises: {
      domain: domain.dns,
      exchangeServer,
      organizationalUnit: unit ?? serviceAccounts,
      accounts: {
        name: account,
        userPrincipalName: userPrincipalName ?? `${account}@${domain.dns}`,
        displayName: displayName ?? `Service account ${account}`,
        ...(count === undefined ? {} : { count }),
      },
      group: { name: group ?? 'Timetable', address: `timetable@${domain.dns}` },
    },
    audience: { groups: ['Staff'] },
    vendor: { name: 'Eveoh' },
  };
}

function siteOf(answers: DirectorySiteAnswers): Site {
  const result = siteFrom(answersOf(answers));
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result.site;
}
