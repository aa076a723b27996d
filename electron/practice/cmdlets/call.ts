import type { CmdletTarget, Output } from '../../../shared/commands/command.ts';
import type { Json } from '../../../shared/commands/value.ts';
import type { Side } from '../../../shared/run/ports.ts';
import type { ServiceError } from '../../../shared/run/service-error.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { setting, type Settings } from '../state/settings.ts';
import type { BoundParameters } from './bound-parameters.ts';
import type { DirectoryErrorName } from './directory-errors.ts';
import type { ExchangeErrorName } from './errors.ts';
import { directoryRefusal, exchangeRefusal } from './refusing.ts';
import type { Session } from './session.ts';

/** One cmdlet being carried out. */
export interface Call {
  readonly session: Session;
  readonly state: PracticeState;
  readonly target: CmdletTarget;
  /** The side whose recipients and folders the target reaches. */
  readonly side: Side;
  /** The cmdlet by its real name. */
  readonly cmdlet: string;
  readonly given: BoundParameters;
  readonly now: Date;
}

/**
 * What a cmdlet does. It runs inside the command's transaction: all checks, looks and writes happen before it returns.
 * A long list may be returned as a generator that reads on, page by page, after the transaction.
 */
export type Handler = (call: Call) => Iterable<Output>;
export type Handlers = Readonly<Record<string, Handler>>;

export const row = (value: Json): Output => ({ row: value });
export const warning = (text: string): Output => ({ warning: text });

/** Exchange's settings of the side that this call goes to. */
export const exchangeSettings = (call: Call): Settings['exchangeServer'] | Settings['exchangeOnline'] =>
  call.side === 'cloud' ? setting(call.state, 'exchangeOnline') : setting(call.state, 'exchangeServer');

/** The server that answers, as ids of errors name it. */
const serverName = (call: Call): string =>
  call.side === 'cloud'
    ? setting(call.state, 'exchangeOnline').server
    : (setting(call.state, 'exchangeServer').servers[0]?.name ?? '');

export const refuseExchange = (call: Call, name: ExchangeErrorName, ...values: string[]): ServiceError =>
  exchangeRefusal({ target: call.target, cmdlet: call.cmdlet, server: serverName(call) }, name, ...values);

export const refuseDirectory = (call: Call, name: DirectoryErrorName, ...values: string[]): ServiceError =>
  directoryRefusal({ target: call.target, cmdlet: call.cmdlet }, name, ...values);
