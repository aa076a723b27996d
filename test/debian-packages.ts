import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Programs that some tests need, where they come from, and what is skipped without them. */
interface Need {
  readonly program: string;
  readonly packages: readonly string[];
  readonly forWhat: string;
  /** What a person does where it can't be installed here. */
  readonly byHand: string;
}

const needs: readonly Need[] = [
  {
    program: 'dotnet',
    packages: ['dotnet-sdk-10.0'],
    forWhat: 'the tests on the real PowerShell engine',
    byHand: 'Get the .NET SDK 10 from https://dotnet.microsoft.com, then run npm test again.',
  },
  {
    program: 'samba',
    packages: [
      'samba-ad-dc',
      'samba-ad-provision',
      'samba-dsdb-modules',
      'samba-vfs-modules',
      'ldb-tools',
      'krb5-user',
      'libsasl2-modules-gssapi-mit',
      'openssl',
    ],
    forWhat: 'the tests on a real directory',
    byHand: 'They run on Linux as root, with Samba as an Active Directory domain controller.',
  },
];

const succeeds = (program: string, ...words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0;

/** Installs what the tests need and this computer lacks, where it is Debian and we are root; says so, or says what is missing. */
export function provideNeeds(): void {
  const missing = needs.filter(({ program }) => !succeeds(program, '--version'));
  const isDebianRoot = process.getuid?.() === 0 && succeeds('apt-get', '--version');
  if (missing.length > 0 && isDebianRoot) succeeds('apt-get', 'update', '-qq');
  for (const { packages, forWhat, byHand } of missing) {
    if (isDebianRoot) {
      process.stdout.write(`Installing ${packages.join(', ')} from your Debian packages, for ${forWhat}.\n`);
      if (withoutDaemons(() => installs(packages))) continue;
    }
    process.stdout.write(`Skipped: ${forWhat}. ${byHand}\n`);
  }
}

const installs = (packages: readonly string[]): boolean =>
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** Debian asks this program whether a package may start its daemons. */
const policy = '/usr/sbin/policy-rc.d';
const refusal = '#!/bin/sh\nexit 101\n';

/** Does something while no package may start a daemon; what the computer says of that otherwise is put back. */
function withoutDaemons<T>(install: () => T): T {
  const before = policyBefore();
  try {
    writeFileSync(policy, refusal);
    chmodSync(policy, 0o755);
    return install();
  } finally {
    if (before === undefined) rmSync(policy, { force: true });
    else {
      writeFileSync(policy, before.text);
      chmodSync(policy, before.mode);
    }
  }
}

function policyBefore(): { readonly text: string; readonly mode: number } | undefined {
  try {
    return { text: readFileSync(policy, 'utf8'), mode: statSync(policy).mode };
  } catch {
    return undefined;
  }
}
