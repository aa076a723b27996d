import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolder } from '../stand-ins/kept-folder.ts';

/** The domain that is provisioned. The password opens nothing but a directory on loopback that lives as long as a test. */
export const domain = {
  dns: 'dev.eveoh.local',
  netBios: 'EVEOH',
  dn: 'DC=dev,DC=eveoh,DC=local',
  administrator: 'Administrator',
  password: 'Directory-4-tests',
} as const;

/** Organisational unit in which tests make accounts. */
export const serviceAccounts = `OU=Service Accounts,${domain.dn}`;

/** Loopback addresses at which a domain controller may stand: 127.0.0.2 and so on. */
export const addresses: readonly string[] = Array.from({ length: 60 }, (_, index) => `127.0.0.${index + 2}`);

/** Programs that the directory is made and driven with, and the Debian packages that hold them. */
const programs = ['samba', 'samba-tool', 'ldbmodify', 'kinit', 'openssl'];

/** Why there is no directory on this machine, in words for the test report; undefined where there is one. */
export function whyNoDirectory(): string | undefined {
  const missing = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length > 0)
    return `skipped: no ${missing.join(', ')} here (Samba's Active Directory; npm test installs it on Debian as root)`;
  return process.getuid?.() === 0
    ? undefined
    : 'skipped: a domain controller listens below port 1024, which needs root';
}

const provision = (folder: string): readonly string[] => [
  'domain',
  'provision',
  `--configfile=${join(folder, 'base.conf')}`,
  `--targetdir=${folder}`,
  '--use-rfc2307',
  '--server-role=dc',
  '--dns-backend=NONE',
  `--realm=${domain.dns.toUpperCase()}`,
  `--domain=${domain.netBios}`,
  `--adminpass=${domain.password}`,
  '--host-name=dc1',
  '--host-ip=127.0.0.1',
  '--option=interfaces=127.0.0.1/8',
  '--option=bind interfaces only=yes',
  '--option=server services=ldap kdc',
  '--option=disable netbios=yes',
  `--option=pid directory=${folder}/run`,
  `--option=log file=${folder}/log/samba.log`,
  `--option=ncalrpc dir=${folder}/run/ncalrpc`,
  `--option=winbindd socket directory=${folder}/run/winbindd`,
  `--option=ntp signd socket directory=${folder}/run/ntp`,
  '--option=dns update command=/bin/true',
  '--option=spn update command=/bin/true',
  '--option=samba kcc command=/bin/true',
];

/**
 * The recycle bin (which only the system itself can turn on, so not over LDAP), a unit for accounts, a sign-in suffix,
 * and names by which Kerberos finds the controller on loopback.
 */
const furnishing = `
dn:
changetype: modify
add: enableOptionalFeature
enableOptionalFeature: CN=Partitions,CN=Configuration,${domain.dn}:766ddcd8-acd0-445e-f3b9-a7f9b6744f2a

dn: ${serviceAccounts}
changetype: add
objectClass: organizationalUnit

dn: CN=Partitions,CN=Configuration,${domain.dn}
changetype: modify
add: uPNSuffixes
uPNSuffixes: uni.example

dn: CN=DC1,OU=Domain Controllers,${domain.dn}
changetype: modify
add: servicePrincipalName
${addresses.map((address) => `servicePrincipalName: ldap/${address}`).join('\n')}
`;

/** A provisioned domain controller that nobody started: each test file gets a copy. Made once for this recipe. */
export function provisionedDomain(): string {
  const recipe = [...provision(''), furnishing];
  return keptFolder('directory-domain', recipe, (folder) => {
    for (const name of ['run', 'log']) mkdirSync(join(folder, name));
    // Without it the machine's own smb.conf would be taken for a base.
    writeFileSync(join(folder, 'base.conf'), '[global]\n');
    must('samba-tool', provision(folder));
    must('ldbmodify', ['-H', join(folder, 'private/sam.ldb')], furnishing);
    // The copies put their own folder in its place.
    const conf = join(folder, 'etc/smb.conf');
    writeFileSync(conf, readFileSync(conf, 'utf8').replaceAll(folder, folderMark));
  });
}

/** Stands in the configuration for the folder in which the controller lives. */
export const folderMark = '@folder@';

/** Runs a program to its end; throws with its own words where it failed. */
export function must(
  program: string,
  words: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { status, stdout, stderr, error } = spawnSync(program, words, { input, encoding: 'utf8', env });
  if (status === 0) return stdout;
  throw new Error(`${program} failed: ${error?.message ?? stdout + stderr}`);
}

/** A fine-grained password policy, as LDIF. */
export function fineGrainedPolicy(policy: {
  readonly name: string;
  readonly length: number;
  readonly lockout: number;
  readonly appliesTo: string;
}): string {
  return `dn: CN=${policy.name},CN=Password Settings Container,CN=System,${domain.dn}
changetype: add
objectClass: msDS-PasswordSettings
msDS-PasswordSettingsPrecedence: 1
msDS-PasswordReversibleEncryptionEnabled: FALSE
msDS-PasswordHistoryLength: 0
msDS-PasswordComplexityEnabled: TRUE
msDS-MinimumPasswordLength: ${policy.length}
msDS-MinimumPasswordAge: 0
msDS-MaximumPasswordAge: -36288000000000
msDS-LockoutThreshold: ${policy.lockout}
msDS-LockoutObservationWindow: -18000000000
msDS-LockoutDuration: -18000000000
msDS-PSOAppliesTo: ${policy.appliesTo}
`;
}
