import { z } from 'zod';
import { cmdlet, type CmdletCommand, type Probe } from '../../shared/commands/command.ts';
import type { Json } from '../../shared/commands/value.ts';
import type { SendOptions, Transport, World, WorldIdentity } from '../../shared/run/ports.ts';
import { propertiesOf } from '../../shared/run/properties.ts';
import { ServiceError } from '../../shared/run/service-error.ts';
import { environments } from '../../shared/site/environments.ts';
import type { Site } from '../../shared/site/site.ts';
import { reachSecurely, timeOfHost } from '../network/secure-host.ts';
import { RealSite, type RealSiteOptions } from '../powershell/real-site.ts';
import { signInAnswer, signInOnce, signInResult } from './account-sign-in.ts';

/** The systems of a real site. Dispose of it when the run is over. */
export interface RealWorld extends World, AsyncDisposable {}

/**
 * The world of a real site: Active Directory, Exchange Server and this computer through PowerShell. Microsoft 365 needs
 * a sign-in, which this version does not have: what goes there is refused and says so.
 */
export function realWorld(site: Site, options: RealSiteOptions): RealWorld {
  const systems = new RealSite(options);
  return {
    identity: identityOf(site),
    transport: (target) => (target === 'graph' ? withoutSignIn : systems.transport(target)),
    probe: (probe, sending) => answer(site, systems, probe, sending),
    [Symbol.asyncDispose]: () => systems[Symbol.asyncDispose](),
  };
}

/** Two site files that name the same domain and tenant are about the same systems. */
function identityOf({ onPremises, cloud }: Site): WorldIdentity {
  const places = [onPremises?.domain, cloud?.tenant].flatMap((place) =>
    place === undefined ? [] : [place.toLowerCase()],
  );
  return { kind: 'real', id: places.join(' '), name: places.join(' and ') };
}

const noSignIn = (): ServiceError =>
  new ServiceError({
    target: 'graph',
    kind: 'lasting',
    id: 'NoSignIn',
    text: 'This version does not sign in to Microsoft 365.',
  });

const withoutSignIn: Transport = {
  atOnce: 1,
  send: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(noSignIn()) }) }),
};

async function answer(site: Site, systems: RealSite, probe: Probe, options: SendOptions): Promise<Json> {
  switch (probe.probe) {
    case 'powershell': {
      const { version, languageMode, is64Bit } = await systems.hello(options.signal);
      return { version, languageMode, is64Bit };
    }
    case 'reach':
      return probe.port === 443
        ? { ...(await reachSecurely(probe.host, probe.port, options.signal)) }
        : await reach(systems, probe.host, probe.port, options);
    case 'clock':
      return { skewMs: Date.now() - (await timeOf(site, systems, probe.host, options)).getTime() };
    case 'sign-in':
      throw noSignIn();
    case 'account-sign-in':
      return await accountSignIn(site, systems, probe, options);
  }
}

const reachMs = 10_000;
const reached = z.object({ reached: z.boolean(), reason: z.string() });

/** .NET's words for what a name server, a firewall or a host does, as they are told to people. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['HostNotFound', 'name'],
  ['NoData', 'name'],
  ['TryAgain', 'name'],
  ['TimedOut', 'time-out'],
  ['ConnectionRefused', 'refused'],
]);

async function reach(systems: RealSite, host: string, port: number, options: SendOptions): Promise<Json> {
  const begun = performance.now();
  const asked = cmdlet('computer', 'Test-BridgePort', { HostName: host, Port: port, Milliseconds: reachMs });
  const found = await row(systems, asked, reached, options);
  return {
    reached: found.reached,
    milliseconds: Math.round(performance.now() - begun),
    reason: reasons.get(found.reason) ?? found.reason,
    certificateOf: '',
  };
}

/** Microsoft's sign-in says what time it is as every web server does, a domain controller through its module. */
async function timeOf(site: Site, systems: RealSite, host: string, options: SendOptions): Promise<Date> {
  const { cloud } = site;
  if (cloud !== undefined && host === environments[cloud.environment].signInHost)
    return await timeOfHost(host, options.signal);
  const root = cmdlet('activeDirectory', 'Get-ADRootDSE', { Server: host, Properties: ['currentTime'] });
  return new Date((await row(systems, root, z.object({ currentTime: z.string() }), options)).currentTime);
}

const found = z.object({ HostName: z.union([z.string(), z.tuple([z.string()])]).transform(String) });

/** One try at one domain controller: a wrong password counts towards a lockout. */
async function accountSignIn(
  { onPremises }: Site,
  systems: RealSite,
  { account, password }: Extract<Probe, { probe: 'account-sign-in' }>,
  options: SendOptions,
): Promise<Json> {
  const discover = cmdlet('activeDirectory', 'Get-ADDomainController', {
    Discover: true,
    ...(onPremises === undefined ? {} : { DomainName: onPremises.domain }),
  });
  const server = onPremises?.domainController ?? (await row(systems, discover, found, options)).HostName;
  const begun = performance.now();
  const answered = await row(systems, signInOnce(server, account, password), signInAnswer, options);
  return { result: signInResult(answered, server), ms: Math.round(performance.now() - begun) };
}

/** The one thing that a cmdlet puts out. */
async function row<T>(
  systems: RealSite,
  command: CmdletCommand,
  schema: z.ZodType<T>,
  options: SendOptions,
): Promise<T> {
  const asked = { ...options, properties: propertiesOf(schema) };
  for await (const output of systems.transport(command.target).send(command, asked))
    if ('row' in output) return schema.parse(output.row);
  throw new ServiceError({
    target: command.target,
    kind: 'lasting',
    id: 'NoAnswer',
    text: `${command.cmdlet} answered with nothing.`,
  });
}
