import { createHash } from 'node:crypto';
import type { CmdletCommand, CmdletTarget, Target } from '../../shared/commands/command.ts';
import { powershellText } from '../../shared/commands/powershell-text.ts';
import { secretsIn } from '../../shared/commands/resolve.ts';
import type { SendOptions, Transport } from '../../shared/run/ports.ts';
import type { BridgeCall } from './bridge-session.ts';
import { CmdletTransport, type Answered, type ReadyingCall, type SessionUse } from './cmdlet-transport.ts';
import { typedParameters } from './command-values.ts';
import type { Hello } from './frames.ts';

/** Another account than the one that is signed in to Windows. */
export interface OtherAccount {
  /** Such as `EVEOH\admin` or `admin@dev.eveoh.local`. */
  readonly name: string;
  /** Name of the secret that is its password. */
  readonly password: string;
}

export interface RealSiteOptions {
  /** Path of the PowerShell. */
  readonly executable: string;
  readonly account: OtherAccount | undefined;
  /** PowerShell sessions at once for each system. */
  readonly sessions: number;
}

/** How long one command may take: the Active Directory module gives up after two minutes by itself, Exchange later. */
const commandMs = 600_000;

/** Commands that make a session ready for others. Every session of a target is made as the first one was. */
const readying =
  /^(?:Import-Module|New-PSSession|Set-ADServerSettings|Connect-ExchangeOnline|Get-ConnectionInformation)$/iu;

/** The one of them that tells which tenant a session is connected to: no session may be connected to another one. */
const tellsWhere = /^Get-ConnectionInformation$/iu;

/** The cmdlets of a real site, through PowerShell sessions: each target has its own, for no two of them bear one another. */
export class RealSite implements AsyncDisposable {
  readonly #options: RealSiteOptions;
  readonly #transports = new Map<Target, CmdletTransport>();

  constructor(options: RealSiteOptions) {
    this.#options = options;
  }

  transport(target: CmdletTarget): Transport {
    return this.#through(target);
  }

  /** What the PowerShell of this computer says of itself. Throws `ServiceError` where none can be had. */
  async hello(signal: AbortSignal): Promise<Hello> {
    return await this.#through('computer').hello(signal);
  }

  #through(target: CmdletTarget): CmdletTransport {
    const known = this.#transports.get(target);
    if (known !== undefined) return known;
    const { account, executable, sessions } = this.#options;
    // What is asked of this computer is little, and each session costs some 90 MB.
    const limits = { sessions: target === 'computer' ? 1 : sessions, commandMs };
    const made = new CmdletTransport(realUse(target, account), executable, limits);
    this.#transports.set(target, made);
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#transports.values()].map((transport) => transport[Symbol.asyncDispose]()));
  }
}

const nothing: Disposable = { [Symbol.dispose]: () => undefined };
const probes = new URL('probes.ps1', import.meta.url);

/** What the sessions of a real site's target are like. */
export function realUse(target: CmdletTarget, account: OtherAccount | undefined): SessionUse {
  const connecting = new Map<string, { readonly command: CmdletCommand; readonly answered: Answered }>();
  const where = ({ cmdlet }: CmdletCommand): BridgeCall['where'] => {
    if (target !== 'exchange') return 'here';
    return cmdlet.toLowerCase() === 'new-pssession' ? 'open' : 'remote';
  };
  const asAccount = (options: SendOptions): readonly ReadyingCall[] =>
    account === undefined || target === 'computer' || target === 'exchangeOnline'
      ? []
      : [useAccount(account, options)];
  /** What was done to the first session, for each other one. What changes makes all that follows anew. */
  const ready = (options: SendOptions): readonly ReadyingCall[] => {
    let key = '';
    return [...connecting.values()].map(({ command, answered }) => {
      key = `${key}${keyOf(command, options)}\n`;
      return {
        key,
        call: () => ({
          name: command.cmdlet,
          parameters: typedParameters(command, (name) => options.secrets.value(name)),
          where: where(command),
        }),
        expected: tellsWhere.test(command.cmdlet) ? answered : undefined,
      };
    });
  };
  return {
    target,
    script: target === 'computer' ? probes : undefined,
    where,
    before: (_, options) => [...asAccount(options), ...ready(options)],
    valueOf: (name, options) => options.secrets.value(name),
    sending: () => nothing,
    carriedOut(command, options, answered) {
      if (!readying.test(command.cmdlet)) return undefined;
      const name = command.cmdlet.toLowerCase();
      connecting.set(name, { command, answered });
      return ready(options)[[...connecting.keys()].indexOf(name)]?.key;
    },
  };
}

const useAccount = (account: OtherAccount, { secrets }: SendOptions): ReadyingCall => ({
  key: 'account',
  call: () => ({
    name: 'Use-BridgeAccount',
    parameters: [
      ['Account', account.name],
      ['Password', { type: 'secret', text: secrets.value(account.password) }],
    ],
  }),
});

/** A command that holds a secret, such as a token, is another one when the secret has another value. */
function keyOf(command: CmdletCommand, { secrets }: SendOptions): string {
  const values = secretsIn(command).map((name) =>
    createHash('sha256').update(secrets.value(name)).digest('hex'),
  );
  return [powershellText(command), ...values].join(' ');
}
