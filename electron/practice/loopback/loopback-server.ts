import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import type { CmdletCommand, CmdletTarget, Output } from '../../../shared/commands/command.ts';
import type { SendOptions } from '../../../shared/run/ports.ts';
import { ServiceError } from '../../../shared/run/service-error.ts';
import { readTokens, UnreadableTokens, writeTokens, type Typed } from '../../tokens/tokens.ts';
import { valueOfSecret, type PracticeWorld } from '../practice-world.ts';
import { commandOf, NotSent, typedRow, type OnTheWay } from './bound-values.ts';
import { declaration } from './declarations.ts';

/** The practice site as PowerShell reaches it. */
export interface PracticeDoor {
  /** The script that gives a session the practice cmdlets. */
  readonly script: URL;
  /** The call that connects a session with the practice site. */
  readonly connect: (target: CmdletCommand['target']) => PracticeCall;
  /** The call that gives a session one cmdlet; undefined where the target has none of that name. */
  readonly declare: (command: CmdletCommand) => PracticeCall | undefined;
  /** A command is on its way through PowerShell; dispose of it when it is over. */
  readonly sending: (command: CmdletCommand, options: SendOptions) => Disposable;
  /** The value of a secret on this site. */
  readonly valueOf: (secretName: string, options: SendOptions) => string;
  close(): Promise<void>;
}

/** A function of the practice module with its parameters. */
export interface PracticeCall {
  readonly name: string;
  readonly parameters: readonly (readonly [string, Typed])[];
}

const asked = z.tuple([
  z.enum(['activeDirectory', 'exchange', 'exchangeOnline']),
  z.string(),
  z.object({
    type: z.literal('table'),
    entries: z.array(z.tuple([z.custom<Typed>(() => true), z.custom<Typed>(() => true)])),
  }),
]);

/** Opens the practice site on 127.0.0.1 for the PowerShell sessions of this process. Whoever has no token is refused. */
export async function openLoopback(world: PracticeWorld): Promise<PracticeDoor> {
  const token = randomBytes(32).toString('base64url');
  const onTheWay = new Set<OnTheWay>();
  const server = createServer((request, response) => {
    void answer(world, token, onTheWay, request, response);
  });
  // A connection that ends while PowerShell sends on it would look like a lost answer.
  server.keepAliveTimeout = 3_600_000;
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    script: new URL('practice-module.ps1', import.meta.url),
    connect: (target) => ({
      name: 'Connect-PracticeSite',
      parameters: [
        ['Address', `http://127.0.0.1:${String(port)}/`],
        ['Token', { type: 'secret', text: token }],
        ['Target', target],
      ],
    }),
    declare: ({ target, cmdlet }) => {
      const parameters = declaration(target, cmdlet);
      return parameters === undefined ? undefined : { name: 'Add-PracticeCmdlet', parameters };
    },
    sending: (command, options) => {
      const one: OnTheWay = {
        command,
        secrets: options.secrets,
        valueOf: (name) => valueOfSecret(options, name),
      };
      onTheWay.add(one);
      return { [Symbol.dispose]: () => onTheWay.delete(one) };
    },
    valueOf: (name, options) => valueOfSecret(options, name),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** PowerShell repeats it in the error that it makes of the answer. A reason in HTTP is one line of ASCII. */
const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown))
    .replaceAll(/[^\x20-\x7e]+/gu, ' ')
    .slice(0, 200)
    .trim();

function isAllowed(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function answer(
  world: PracticeWorld,
  token: string,
  onTheWay: ReadonlySet<OnTheWay>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  try {
    if (!isAllowed(request, token) || request.method !== 'POST') {
      response.writeHead(403).end();
      return;
    }
    const [target, name, { entries }] = asked.parse(readTokens(await textOf(request)));
    const { command, sent } = match(target, name, entries, onTheWay);
    const outputs = world.transport(target).send(command, { secrets: sent.secrets, signal: gone.signal });
    for await (const line of linesOf(outputs)) {
      if (!response.write(`${line}\n`)) await once(response, 'drain', { signal: gone.signal });
    }
    response.end('R\n');
  } catch (thrown) {
    const isTheirs =
      thrown instanceof NotSent || thrown instanceof UnreadableTokens || thrown instanceof z.ZodError;
    if (response.headersSent) response.destroy();
    else response.writeHead(isTheirs ? 400 : 500, reasonOf(thrown)).end();
  }
}

/** Several commands of one cmdlet may be on their way at once: the one whose secrets came is meant. */
function match(
  target: CmdletTarget,
  name: string,
  entries: readonly (readonly [Typed, Typed])[],
  onTheWay: ReadonlySet<OnTheWay>,
): { readonly command: CmdletCommand; readonly sent: OnTheWay } {
  let refused = new NotSent('Nobody sends such a command.');
  for (const sent of onTheWay) {
    if (sent.command.target !== target || sent.command.cmdlet.toLowerCase() !== name.toLowerCase()) continue;
    try {
      return { command: commandOf(target, name, entries, sent), sent };
    } catch (thrown) {
      if (!(thrown instanceof NotSent)) throw thrown;
      refused = thrown;
    }
  }
  throw refused;
}

async function* linesOf(outputs: AsyncIterable<Output>): AsyncGenerator<string> {
  try {
    for await (const output of outputs) {
      if ('row' in output) yield `O ${writeTokens([typedRow(output.row)])}`;
      else if ('warning' in output) yield `W ${writeTokens([output.warning])}`;
    }
  } catch (thrown) {
    if (!(thrown instanceof ServiceError)) throw thrown;
    yield `E ${writeTokens([thrown.id, thrown.exception, thrown.message])}`;
  }
}
