import type { z } from 'zod';
import { reachAnswer } from '../../commands/probe-answer.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { environments } from '../../site/environments.ts';
import type { Site } from '../../site/site.ts';

type Found = z.infer<typeof reachAnswer>;

/** A host that the site needs. */
interface Host {
  readonly host: string;
  readonly port: number;
  readonly what: string;
  readonly remedy: string;
}

/** The hosts that this site needs: the domain controller's web service, the Exchange server, Microsoft 365. */
export function hostsOf(site: Site): readonly Host[] {
  const hosts: Host[] = [];
  const { onPremises, cloud } = site;
  if (onPremises !== undefined) {
    hosts.push(
      {
        host: onPremises.domainController ?? onPremises.domain,
        port: 9389,
        what: 'Active Directory Web Services',
        remedy:
          'Check that the domain controller runs, that its service "Active Directory Web Services" is started, and that port 9389 is open from here.',
      },
      {
        host: onPremises.exchangeServer,
        port: 80,
        what: "the Exchange server's PowerShell",
        remedy:
          'Check the name of the server in the site file, that it runs, and that port 80 is open from here. Kerberos encrypts what goes over it.',
      },
    );
  }
  if (cloud !== undefined) {
    const { signInHost, graphHost, exchangeHost } = environments[cloud.environment];
    const remedy =
      'Ask whoever manages the proxy or the firewall to let this computer reach it on port 443, without inspecting its traffic.';
    hosts.push(
      { host: signInHost, port: 443, what: "Microsoft's sign-in", remedy },
      { host: graphHost, port: 443, what: 'Microsoft Graph', remedy },
      { host: exchangeHost, port: 443, what: 'Exchange Online', remedy },
    );
  }
  return hosts;
}

/** Can this host be reached, by the way that is used later? */
export function reachability({ host, port, what, remedy }: Host): Resource {
  const id = `prerequisite/reach/${host}`;
  return resource<Found>({
    id,
    step: 'prerequisites',
    name: host,
    kind: 'host to be reached',
    where: `${what}, port ${port}`,
    lane: 'computer',
    needs: [],
    inspect: (looker) => looker.probe({ probe: 'reach', host, port, what }, reachAnswer),
    judge(found) {
      const properties = { reached: found.reached, reason: found.reason, certificateOf: found.certificateOf };
      if (found.reached) return { properties };
      return {
        state: 'absent',
        properties,
        findings: [
          {
            id: 'host-not-reached',
            severity: 'stops',
            step: 'prerequisites',
            resource: id,
            what: `${host} does not answer`,
            where: `${what}, port ${port}`,
            why: whyNot(found),
            do: remedy,
            ...(found.reason === '' ? {} : { original: found.reason }),
          },
        ],
      };
    },
  });
}

function whyNot(found: Found): string {
  if (found.certificateOf !== '') {
    return `Its certificate is not trusted here: it was made by "${found.certificateOf}". A proxy that looks into the traffic does that.`;
  }
  const known: Readonly<Record<string, string>> = {
    name: 'Its name was not found.',
    'time-out': 'No answer came in time: something on the way swallows the traffic.',
    refused: 'The host is there, but nothing listens on this port.',
  };
  return known[found.reason] ?? 'The network gave the reason below.';
}
