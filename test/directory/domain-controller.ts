import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'node:tls';
import { vi } from 'vitest';
import { addresses, domain, folderMark, must, provisionedDomain } from './provisioning.ts';

/** A running domain controller of a test file: its own copy of the domain, its own address, its own certificate. */
export interface DomainController extends AsyncDisposable {
  /** Its loopback address, which is also its name: there is no DNS here. */
  readonly host: string;
  /** What another administrator does in the meantime, as LDIF; done as the system itself. */
  change(ldif: string): void;
  /** One attribute of an object as the directory holds it; undefined where it is not set. */
  read(dn: string, attribute: string): string | undefined;
}

const startLimitMs = 90_000;
const pollMs = 50;

/**
 * Starts a domain controller and makes this process its client: who runs the test is signed in as the domain's
 * administrator, with a Kerberos ticket, and trusts its certificate. It ends with the test, even one that is killed.
 */
export async function startDomainController(): Promise<DomainController> {
  const base = provisionedDomain();
  const { host, held } = await freeAddress();
  const folder = mkdtempSync(join(tmpdir(), 'calendar-push-directory-'));
  cpSync(base, folder, { recursive: true });
  configure(folder, host);
  const log = openSync(join(folder, 'log/standard-error.log'), 'w');
  // Its standard input is a pipe: samba ends by itself when that closes.
  const child = spawn(
    'samba',
    ['-s', join(folder, 'etc/smb.conf'), '-i', '--no-process-group', '-M', 'single'],
    { stdio: ['pipe', log, log] },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    held.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const limit = AbortSignal.timeout(startLimitMs);
    const died = ended.then(() => {
      throw new Error(`samba ended:\n${readFileSync(join(folder, 'log/standard-error.log'), 'utf8')}`);
    });
    await Promise.race([until(() => answers(host), limit), died]);
    died.catch(() => undefined);
    signIn(folder, host);
    const database = join(folder, 'private/sam.ldb');
    return {
      host,
      change: (ldif) => void must('ldbmodify', ['-H', database], ldif),
      read(dn, attribute) {
        const found = must('ldbsearch', ['-H', database, '-b', dn, '-s', 'base', attribute]).replaceAll(
          '\n ',
          '',
        );
        return new RegExp(`^${attribute}: (.*)$`, 'mu').exec(found)?.[1];
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (problem) {
    await end();
    throw problem;
  }
}

/**
 * An address that no other controller has. It is held by port 9389, which Samba has no use for; on a real controller the
 * web service of Active Directory listens there.
 */
async function freeAddress(): Promise<{ readonly host: string; readonly held: Server }> {
  for (const host of addresses) {
    const held = createServer((socket) => socket.destroy());
    const isFree = await new Promise<boolean>((resolve) => {
      held.once('error', () => resolve(false));
      held.listen(9389, host, () => resolve(true));
    });
    if (isFree) return { host, held: held.unref() };
  }
  throw new Error(`All of ${addresses.length} addresses are taken.`);
}

function configure(folder: string, host: string): void {
  const conf = join(folder, 'etc/smb.conf');
  const files = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') };
  must('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'],
    ...['-keyout', files.key, '-out', files.certificate, '-subj', '/CN=dc1'],
    ...['-addext', `subjectAltName=DNS:dc1.${domain.dns},IP:${host}`],
  ]);
  const text = readFileSync(conf, 'utf8')
    .replaceAll(folderMark, folder)
    .replace('interfaces = 127.0.0.1/8', `interfaces = ${host}/8`)
    .replace(
      '[global]\n',
      `[global]\n\ttls keyfile = ${files.key}\n\ttls certfile = ${files.certificate}\n\ttls cafile = ${files.certificate}\n`,
    );
  writeFileSync(conf, text);
}

/** What the LDAP client of .NET reads: whom to trust, and whose ticket; and where Windows keeps who is signed in where. */
function signIn(folder: string, host: string): void {
  const realm = domain.dns.toUpperCase();
  const kerberos = join(folder, 'krb5.conf');
  writeFileSync(
    kerberos,
    `[libdefaults]
 default_realm = ${realm}
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
 rdns = false
[realms]
 ${realm} = {
  kdc = ${host}
 }
[domain_realm]
 ${host} = ${realm}
`,
  );
  const environment = {
    KRB5_CONFIG: kerberos,
    KRB5CCNAME: `FILE:${join(folder, 'ticket')}`,
    LDAPTLS_CACERT: join(folder, 'certificate.pem'),
    LDAPSASL_NOCANON: 'on',
    LOGONSERVER: `\\\\${host}`,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  must('kinit', [`${domain.administrator}@${realm}`], `${domain.password}\n`);
}

/** A search for the root entry, as LDAP writes it. (RFC 4511) */
const rootSearch = Buffer.from(
  '302502010163200400' + '0a01000a0100020100020100010100870b6f626a656374636c617373' + '3000',
  'hex',
);

/** Does it answer a question? */
function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Only whether it speaks is asked here; clients check whose certificate it is.
    const socket = connect({ host, port: 636, rejectUnauthorized: false }, () => socket.write(rootSearch));
    const done = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

async function until(isSo: () => Promise<boolean>, limit: AbortSignal): Promise<void> {
  while (!(await isSo())) await wait(pollMs, undefined, { signal: limit });
}
