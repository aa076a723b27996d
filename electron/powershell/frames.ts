import { z } from 'zod';
import { readTokens, UnreadableTokens, type Typed } from '../tokens/tokens.ts';

/** An error record as data. */
export interface BridgeError {
  /** Did it end the command? */
  readonly ended: boolean;
  /** The fully qualified error id. */
  readonly id: string;
  /** Full name of the exception's type. */
  readonly exception: string;
  readonly category: string;
  readonly targetName: string;
  readonly targetType: string;
  readonly text: string;
  readonly cmdlet: string;
  readonly position: string;
  /** Short name of the exception's type where it was thrown: of what comes from a remote session, the type is another. */
  readonly reason: string;
  /** The exception's number, of Windows or WinRM. */
  readonly number: number | undefined;
  /** What the directory server said, which may begin with a number and name an attribute. */
  readonly serverText: string;
}

/** What PowerShell says of itself when the bridge stands. */
export interface Hello {
  readonly version: string;
  readonly edition: string;
  readonly languageMode: string;
  readonly pid: number;
  readonly is64Bit: boolean;
  readonly culture: string;
  readonly uiCulture: string;
  readonly user: string;
  readonly isSystem64Bit: boolean;
  /** COM apartment of the thread that reads calls: STA or MTA, Unknown where there is no COM. */
  readonly apartment: string;
  /** What group policy has PowerShell log; undefined where there is no registry. (facts-windows 7) */
  readonly logging: LoggingPolicies | undefined;
}

/** Which of PowerShell's logs are switched on by policy, for the computer or for the user. */
export interface LoggingPolicies {
  readonly scriptBlocks: boolean;
  readonly modules: boolean;
  readonly transcripts: boolean;
}

/** What a call puts out while it runs. */
export type BridgeEvent =
  | { readonly kind: 'row'; readonly values: readonly Typed[] }
  | { readonly kind: 'warning' | 'verbose' | 'debug' | 'information'; readonly text: string }
  | { readonly kind: 'error'; readonly error: BridgeError }
  | {
      readonly kind: 'progress';
      readonly activity: string;
      readonly status: string;
      readonly percent: number;
      readonly isCompleted: boolean;
    };

/** `closed`: the remote session was gone before the command was sent. `broken`: while it ran. */
export type CallEnd = 'ok' | 'failed' | 'cancelled' | 'broken' | 'closed';

/** A line of the bridge. */
export type Frame =
  | { readonly call: string; readonly event: BridgeEvent }
  | { readonly call: string; readonly end: CallEnd }
  | { readonly hello: Hello };

const protocol = 1;
const sixtyFour = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const text = z
  .string()
  .nullable()
  .transform((given) => given ?? '');

const hello = z
  .tuple([
    z.literal(protocol),
    z.string(),
    text,
    z.string(),
    z.int(),
    z.boolean(),
    text,
    text,
    text,
    z.literal(sixtyFour),
    z.boolean(),
    z.string(),
    z
      .tuple([z.boolean(), z.boolean(), z.boolean()])
      .nullable()
      .transform((given): LoggingPolicies | undefined =>
        given === null ? undefined : { scriptBlocks: given[0], modules: given[1], transcripts: given[2] },
      ),
  ])
  .transform(
    ([
      ,
      version,
      edition,
      languageMode,
      pid,
      is64Bit,
      culture,
      uiCulture,
      user,
      ,
      isSystem64Bit,
      apartment,
      logging,
    ]): Hello => ({
      version,
      edition,
      languageMode,
      pid,
      is64Bit,
      culture,
      uiCulture,
      user,
      isSystem64Bit,
      apartment,
      logging,
    }),
  );

/** What exceptions call their number is of several types; only whole numbers are one. */
const wholeNumber = z
  .unknown()
  .transform((given) => (typeof given === 'number' && Number.isInteger(given) ? given : undefined));

const error = z
  .tuple([z.boolean(), text, text, text, text, text, text, text, text, text, wholeNumber, text])
  .transform(
    ([
      ended,
      id,
      exception,
      category,
      targetName,
      targetType,
      said,
      cmdlet,
      position,
      reason,
      number,
      serverText,
    ]): BridgeError => ({
      ended,
      id,
      exception,
      category,
      targetName,
      targetType,
      text: said,
      cmdlet,
      position,
      reason,
      number,
      serverText,
    }),
  );

const progress = z.tuple([text, z.int(), z.int(), text, z.int(), z.int(), z.boolean()]);
const end = z.tuple([z.enum(['ok', 'failed', 'cancelled', 'broken', 'closed'])]);
const said = z.tuple([text]);
const streams = { W: 'warning', V: 'verbose', G: 'debug', I: 'information' } as const;

/** Reads a line; undefined for one that is none of the bridge's: noise of a module or a program. */
export function readFrame(line: string): Frame | undefined {
  const [, kind = '', call = '', tokens = ''] = /^([HOWVGIEPR]) (\d{1,12}) (.*)$/u.exec(line) ?? [];
  if (kind === '') return undefined;
  try {
    return frameOf(kind, call, readTokens(tokens));
  } catch (problem) {
    if (problem instanceof UnreadableTokens || problem instanceof z.ZodError) return undefined;
    throw problem;
  }
}

function frameOf(kind: string, call: string, values: readonly Typed[]): Frame | undefined {
  switch (kind) {
    case 'H':
      return { hello: hello.parse(values) };
    case 'O':
      return { call, event: { kind: 'row', values } };
    case 'E':
      return { call, event: { kind: 'error', error: error.parse(values) } };
    case 'P': {
      const [activity, , , status, percent, , isCompleted] = progress.parse(values);
      return { call, event: { kind: 'progress', activity, status, percent, isCompleted } };
    }
    case 'R':
      return { call, end: end.parse(values)[0] };
    case 'W':
    case 'V':
    case 'G':
    case 'I':
      return { call, event: { kind: streams[kind], text: said.parse(values)[0] } };
  }
  return undefined;
}
