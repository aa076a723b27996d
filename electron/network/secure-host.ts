import { connect, type TLSSocket } from 'node:tls';
import { request } from 'node:https';

/** What came of asking a host for a secure connection. */
export interface SecureAnswer {
  readonly reached: boolean;
  readonly milliseconds: number;
  /** `name`, `time-out`, `refused`, `certificate` or the network's own word; empty where nothing was in the way. */
  readonly reason: string;
  /** Who made the certificate that is not trusted here; empty where that is not the matter. */
  readonly certificateOf: string;
}

const waitMs = 10_000;

/** Node's words for what a name server, a firewall or a host does, as they are told to people. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'name'],
  ['EAI_AGAIN', 'name'],
  ['ETIMEDOUT', 'time-out'],
  ['ECONNREFUSED', 'refused'],
]);

/** Can a host be reached by TLS, with a certificate that is trusted here? Nothing is sent. */
export async function reachSecurely(host: string, port: number, signal: AbortSignal): Promise<SecureAnswer> {
  const begun = performance.now();
  const answer = (reason: string, certificateOf = ''): SecureAnswer => ({
    reached: reason === '',
    milliseconds: Math.round(performance.now() - begun),
    reason,
    certificateOf,
  });
  return await new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: host, rejectUnauthorized: false, timeout: waitMs });
    const stop = (): void => {
      socket.destroy();
      reject(signal.reason instanceof Error ? signal.reason : new Error('The probe was stopped.'));
    };
    const end = (result: SecureAnswer): void => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(result);
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.once('secureConnect', () => {
      end(socket.authorized ? answer('') : answer('certificate', issuerOf(socket)));
    });
    socket.once('timeout', () => {
      end(answer('time-out'));
    });
    socket.once('error', (problem: NodeJS.ErrnoException) => {
      const code = problem.code ?? problem.message;
      end(answer(reasons.get(code) ?? code));
    });
  });
}

function issuerOf(socket: TLSSocket): string {
  const { CN, O } = socket.getPeerCertificate().issuer;
  const name = CN ?? O ?? 'an issuer without a name';
  return Array.isArray(name) ? name.join(' ') : name;
}

/** The time that a web server names in its answers, to the second. Rejects where it does not answer or names none. */
export async function timeOfHost(host: string, signal: AbortSignal): Promise<Date> {
  return await new Promise((resolve, reject) => {
    const asked = request({ host, method: 'HEAD', path: '/', timeout: waitMs, signal }, (response) => {
      response.resume();
      const time = new Date(response.headers.date ?? '');
      if (Number.isNaN(time.getTime())) reject(new Error(`${host} does not say what time it is.`));
      else resolve(time);
    });
    asked.once('timeout', () => asked.destroy(new Error(`${host} did not answer in time.`)));
    asked.once('error', reject);
    asked.end();
  });
}
