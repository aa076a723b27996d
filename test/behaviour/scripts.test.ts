import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../shared/commands/command.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { notRight, Rehearsal, written } from '../stand-ins/rehearsal.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';

/** Each script: to whom it speaks, by which one command it connects, and which cmdlets belong to that connection. */
const connections: Readonly<
  Record<string, { readonly target: Target; readonly opens: RegExp | undefined; readonly cmdlets: RegExp }>
> = {
  '0-this-computer.ps1': {
    target: 'computer',
    opens: undefined,
    cmdlets: /^(Set-ExecutionPolicy|Install-(Module|PackageProvider))$/u,
  },
  '1-active-directory.ps1': {
    target: 'activeDirectory',
    opens: /^Get-ADDomain$/u,
    cmdlets: /^[A-Z][a-z]+-AD[A-Z]\w+$/u,
  },
  '2-exchange-server.ps1': {
    target: 'exchange',
    opens: /^New-PSSession$/u,
    cmdlets:
      /^((New|Import|Remove)-PSSession|Set-ADServerSettings|\w+-(Mailbox|RemoteMailbox|MailboxFolderPermission|DistributionGroup\w*))$/u,
  },
  '4-graph.ps1': {
    target: 'graph',
    opens: /^Connect-MgGraph$/u,
    cmdlets: /^(Connect|Disconnect|Invoke|Get)-Mg(Graph|GraphRequest|Context)$/u,
  },
  '3-exchange-online.ps1': {
    target: 'exchangeOnline',
    opens: /^Connect-ExchangeOnline$/u,
    cmdlets:
      /^((Connect|Disconnect)-ExchangeOnline|Get-(ConnectionInformation|AcceptedDomain)|\w+-(Mailbox|MailboxFolderPermission|DistributionGroup\w*))$/u,
  },
};

/** Cmdlets of PowerShell itself, which any script has. */
const ofPowerShell = new Set(
  'Write-Host Read-Host Out-Null Get-Command Get-Module Import-Module Set-StrictMode ForEach-Object'.split(
    ' ',
  ),
);

/** A script without its texts in single quotes: what PowerShell reads as code. */
const codeOf = (script: string): string => script.replaceAll(/'(?:[^']|'')*'/gu, "''");

/** Every cmdlet that a script names in its code. */
const cmdletsIn = (script: string): readonly string[] =>
  (codeOf(script).match(/(?<![-\w$.])[A-Z][A-Za-z]*-[A-Za-z]+/gu) ?? []).filter(
    (cmdlet) => !ofPowerShell.has(cmdlet),
  );

const scriptsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

/** How many changes the plan asks for on each connection. */
function planned(result: CommandLineResult): Partial<Record<Target, number>> {
  const drifted = new Set(Object.keys(notRight(result)));
  const counts: Partial<Record<Target, number>> = {};
  for (const { resource, changes } of result.of('looked'))
    if (drifted.has(resource))
      for (const { command } of changes) counts[command.target] = (counts[command.target] ?? 0) + 1;
  return counts;
}

describe.each([
  ['seed-on-premises', 2],
  ['seed-cloud', 3],
  ['hybrid', 5],
  ['hybrid-cloud', 5],
  ['university', 3],
] as const)('the scripts for %s', (preset, files) => {
  it('are one connection a file, with all commands of the plan and no other', async () => {
    const rehearsal = await Rehearsal.of(preset, '--mailboxes', '300');
    const folder = join(rehearsal.folder, 'scripts');
    const result = await rehearsal.onSite('script', '--to', folder);
    expect(written(result)).toEqual([]);
    const scripts = scriptsIn(folder);
    expect(scripts.size).toBe(files);
    const counts = planned(result);
    for (const [name, script] of scripts) {
      const connection = connections[name];
      if (connection === undefined) throw new Error(`Nobody knows ${name}.`);
      const cmdlets = cmdletsIn(script);
      expect(cmdlets.filter((cmdlet) => !connection.cmdlets.test(cmdlet))).toEqual([]);
      const opened = cmdlets.filter((cmdlet) => connection.opens?.test(cmdlet) === true);
      expect(opened).toHaveLength(connection.opens === undefined ? 0 : 1);
      const last = script.match(/(\d+) of \1:/gu) ?? [];
      expect(last).toEqual([`${String(counts[connection.target])} of ${String(counts[connection.target])}:`]);
    }
    const known = [...scripts.keys()].map((name) => connections[name]?.target);
    expect(Object.keys(counts).toSorted()).toEqual(known.toSorted());
  });
});

/** The text that a line says to whoever watches: literals and single characters, put together. */
const said = (line: string): string =>
  [...line.matchAll(/'((?:[^']|'')*)'|\[char\]0x([0-9A-F]{4})/gu)]
    .map(([, text, code]) =>
      code === undefined
        ? (text ?? '').replaceAll("''", "'")
        : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .join('');

describe('a script for people with hostile names', () => {
  it.each(['seed-on-premises', 'seed-cloud'] as const)('at %s has them as data only', async (preset) => {
    const names = hostileNames.filter((name) => name.trim() === name && name.length <= 64);
    const staff = join(temporaryFolder(), 'staff.csv');
    const domain = preset === 'seed-cloud' ? 'eveoh.onmicrosoft.com' : 'dev.eveoh.local';
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    writeFileSync(
      staff,
      [
        'displayName,userPrincipalName,mail,language,calendarFolder',
        ...names.map((name, number) => `${quoted(name)},h${String(number)}@${domain},,,`),
      ].join('\n'),
    );
    const rehearsal = await Rehearsal.of(preset, '--people', staff);
    const folder = join(rehearsal.folder, 'scripts');
    const result = await rehearsal.onSite('script', '--to', folder);
    const shown = result
      .of('resource')
      .filter((event) => event.kind === 'calendar' && event.outcome === 'drifted')
      .map((event) => event.name);
    expect(shown.length).toBeGreaterThan(150);
    expect(names).toEqual(expect.arrayContaining(shown));

    const scripts = [...scriptsIn(folder).values()];
    for (const script of scripts) {
      expect(script).toMatch(/^[\x20-\x7E\r\n]*$/u);
      const code = codeOf(script).replaceAll(/^#.*$/gmu, '');
      expect(code).not.toMatch(/[`"<>~\\%]/u);
    }
    const heard = scripts
      .flatMap((script) => script.split('\r\n'))
      .filter((line) => line.startsWith('Write-Host -Object'))
      .map((line) => / of \d+: (.*) \(calendar\): right$/su.exec(said(line))?.[1])
      .filter((name) => name !== undefined);
    expect(heard.toSorted()).toEqual(shown.toSorted());
  });
});
