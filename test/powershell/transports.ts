import type { CmdletTransport } from '../../electron/powershell/cmdlet-transport.ts';
import type { CmdletCommand, Output } from '../../shared/commands/command.ts';
import type { Secrets } from '../../shared/run/ports.ts';
import { ServiceError } from '../../shared/run/service-error.ts';

/** All that a transport gives for one command. */
export async function outputs(
  transport: CmdletTransport,
  command: CmdletCommand,
  secrets: Secrets,
  properties: readonly string[] = [],
): Promise<readonly Output[]> {
  const all: Output[] = [];
  const { signal } = new AbortController();
  for await (const one of transport.send(command, { secrets, signal, properties })) all.push(one);
  return all;
}

/** What a service said in refusing. Throws where it refused nothing. */
export async function failure(work: Promise<unknown>): Promise<ServiceError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (problem: unknown) => problem,
  );
  if (thrown instanceof ServiceError) return thrown;
  throw new Error('No service refused it.', { cause: thrown });
}
