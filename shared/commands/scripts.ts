import type { Command, Target } from './command.ts';
import { powershellText } from './powershell-text.ts';
import { textLiteral } from './powershell-literal.ts';
import { laterIn, resolveWhatIsKnown, secretsIn, type Known } from './resolve.ts';
import { connection, type ScriptSite } from './script-connect.ts';
import type { KnownLater } from './value.ts';
import { secretVariableOf, variableOf } from './variable-name.ts';

/** One command of a script. */
export interface ScriptCommand {
  /** What it does, for the person who watches. It may hold names from a directory. */
  readonly what: string;
  readonly command: Command;
  /** Id of the resource that it makes, where later commands name that resource's properties. */
  readonly creates?: string;
}

/** One script: its name, and its text in pieces (pure ASCII, CRLF). */
export interface ScriptFile {
  readonly name: string;
  readonly target: Target;
  readonly chunks: Iterable<string>;
}

/** The order in which the scripts can be run: a licence brings the mailbox that Exchange Online is then asked about. */
const inOrder: readonly Target[] = ['computer', 'activeDirectory', 'exchange', 'graph', 'exchangeOnline'];

const fileNames: Readonly<Record<Target, string>> = {
  computer: '0-this-computer.ps1',
  activeDirectory: '1-active-directory.ps1',
  exchange: '2-exchange-server.ps1',
  exchangeOnline: '3-exchange-online.ps1',
  graph: '4-graph.ps1',
};

/**
 * The scripts that carry commands out without this program, one per connection, since the modules can't share a session.
 * Each checks and connects by itself, asks for secrets and for values that another script makes, and stops at the first
 * failure. `commands` is called once for the heads and once for each file, so that nothing has to be held. What is `known`
 * stands in the scripts as it is. They run in Windows PowerShell 5.1 and later.
 */
export function scriptFiles(
  site: ScriptSite,
  commands: () => Iterable<ScriptCommand>,
  known: Known = () => undefined,
): ScriptFile[] {
  const resolved = function* (): Generator<ScriptCommand> {
    for (const one of commands()) yield { ...one, command: resolveWhatIsKnown(one.command, known) };
  };
  return filesOf({ ...site, domainController: knownController(site, known) }, resolved);
}

function knownController({ domainController }: ScriptSite, known: Known): ScriptSite['domainController'] {
  if (typeof domainController !== 'object') return domainController;
  const host = known(domainController.from, domainController.property);
  return typeof host === 'string' && host !== '' ? host : domainController;
}

function filesOf(site: ScriptSite, commands: () => Iterable<ScriptCommand>): ScriptFile[] {
  const survey = surveyOf(site, commands());
  return inOrder
    .filter((target) => survey.has(target))
    .map((target) => ({
      name: fileNames[target],
      target,
      chunks: { [Symbol.iterator]: () => script(target, site, commands(), survey) },
    }));
}

/** What one script needs to know before its first command. */
interface Needs {
  commands: number;
  readonly cmdlets: Set<string>;
  readonly secrets: Set<string>;
  /** Values that nothing in this script makes, by variable. */
  readonly asked: Map<string, KnownLater>;
  /** Values that a command of this script makes, by resource and variable. */
  readonly made: Map<string, Map<string, KnownLater>>;
  /** Variables that another script asks for. */
  readonly shown: Set<string>;
}

type Survey = ReadonlyMap<Target, Needs>;

function surveyOf(site: ScriptSite, commands: Iterable<ScriptCommand>): Survey {
  const survey = new Map<Target, Needs>();
  for (const { command, creates } of commands) {
    const needs = survey.get(command.target) ?? nothingYet();
    survey.set(command.target, needs);
    needs.commands += 1;
    if (command.target !== 'graph') needs.cmdlets.add(command.cmdlet);
    for (const name of secretsIn(command)) needs.secrets.add(name);
    for (const later of laterIn(command)) {
      const made = needs.made.get(later.from);
      if (made !== undefined) made.set(variableOf(later), later);
      else if (!isFoundAtStart(command.target, later, site)) needs.asked.set(variableOf(later), later);
    }
    if (creates !== undefined && !needs.made.has(creates)) needs.made.set(creates, new Map());
  }
  for (const needs of survey.values())
    for (const [variable, later] of needs.asked) {
      const maker = makerOf(later.from, survey);
      if (maker === undefined || maker === needs) continue;
      maker.made.get(later.from)?.set(variable, later);
      maker.shown.add(variable);
    }
  return survey;
}

const nothingYet = (): Needs => ({
  commands: 0,
  cmdlets: new Set(),
  secrets: new Set(),
  asked: new Map(),
  made: new Map(),
  shown: new Set(),
});

const makerOf = (resource: string, survey: Survey): Needs | undefined =>
  [...survey.values()].find((needs) => needs.made.has(resource));

function isFoundAtStart(target: Target, later: KnownLater, site: ScriptSite): boolean {
  const { domainController } = site;
  return (
    target === 'activeDirectory' &&
    typeof domainController === 'object' &&
    variableOf(domainController) === variableOf(later)
  );
}

const text = (value: string): string => textLiteral(value, 'file');
const lines = (...all: readonly string[]): string => all.map((line) => `${line}\r\n`).join('');
const say = (sentence: string): string => `Write-Host -Object ${text(sentence)}`;

function* script(
  target: Target,
  site: ScriptSite,
  commands: Iterable<ScriptCommand>,
  survey: Survey,
): Generator<string> {
  const needs = survey.get(target) ?? nothingYet();
  const { open, check, close } = connection(target, site, [...needs.cmdlets]);
  yield head(target, site, needs);
  yield lines(...open, ...(close.length > 0 ? ['try {'] : []), ...check, ...questions(needs, survey));
  let number = 0;
  for (const one of commands) {
    if (one.command.target !== target) continue;
    number += 1;
    yield lines(say(`${String(number)} of ${String(needs.commands)}: ${one.what}`), ...body(one, needs));
  }
  if (close.length > 0) yield lines('}', 'finally {', ...close, '}');
  yield lines(say('Every command of this script was carried out.'), '}');
}

/**
 * No data in comments: text that looks like a signature ends a script. All is one block, so that nothing of a script that
 * was cut off runs, and a failure stops it when it is pasted, too.
 */
function head(target: Target, site: ScriptSite, needs: Needs): string {
  const what = needs.commands === 1 ? '1 command' : `${String(needs.commands)} commands`;
  return lines(
    '#Requires -Version 5.1',
    '# Made by Calendar Push Setup. Read it before you run it. It holds no password: it asks for what it needs.',
    '# It stops at the first command that fails. Commands before that one have taken effect.',
    '& {',
    'Set-StrictMode -Version 2',
    `$ErrorActionPreference = 'Stop'`,
    say(`${fileNames[target]}: ${what} for the site ${site.name}, made on ${site.madeAt}`),
    ...(site.practice
      ? [say('This script was made on a practice site. Its people and accounts do not exist.')]
      : []),
  );
}

function questions(needs: Needs, survey: Survey): string[] {
  const forSecrets = [...needs.secrets].flatMap((name) => {
    const variable = `$${secretVariableOf(name)}`;
    return [
      `${variable} = Read-Host -AsSecureString -Prompt ${text(name)}`,
      `if (${variable}.Length -eq 0) { throw ${text(`Nothing was typed for ${name}.`)} }`,
    ];
  });
  const forValues = [...needs.asked].flatMap(([name, later]) => {
    const what = `${later.property} of ${later.from}`;
    const shownBy = shownIn(later, survey);
    return [
      `$${name} = ([string](Read-Host -Prompt ${text(what + shownBy)})).Trim()`,
      `if ($${name} -eq '') { throw ${text(`Nothing was typed for ${what}.`)} }`,
    ];
  });
  return [...forSecrets, ...forValues];
}

function shownIn(later: KnownLater, survey: Survey): string {
  for (const [target, needs] of survey)
    if (needs.shown.has(variableOf(later))) return ` (shown by ${fileNames[target]})`;
  return '';
}

function body({ command, creates }: ScriptCommand, needs: Needs): string[] {
  const options = { form: 'file', secretVariable: secretVariableOf } as const;
  const values = [...(creates === undefined ? [] : (needs.made.get(creates) ?? []))];
  if (values.length === 0) return [`${powershellText(stopping(command), options)} | Out-Null`];
  const made = powershellText(stopping(answering(command)), { ...options, assignTo: 'made' });
  return [made, ...values.flatMap(([variable, later]) => taken(variable, later, command.target, needs))];
}

/** Functions of modules (both Exchanges) do not see the script's preference, so each command is told to stop. */
const stopping = (command: Command): Command =>
  command.target === 'graph'
    ? command
    : { ...command, parameters: { ...command.parameters, ErrorAction: 'Stop' } };

/** `New-AD…` cmdlets put out what they made only when asked to. */
const answering = (command: Command): Command =>
  command.target === 'activeDirectory'
    ? { ...command, parameters: { ...command.parameters, PassThru: true } }
    : command;

function taken(variable: string, later: KnownLater, target: Target, needs: Needs): string[] {
  const what = `${later.property} of ${later.from}`;
  // Invoke-MgGraphRequest puts out a hashtable with Graph's own spelling.
  const key =
    target === 'graph'
      ? `[${text(later.property.slice(0, 1).toLowerCase() + later.property.slice(1))}]`
      : `.${propertyName(later.property)}`;
  return [
    `$${variable} = [string]$made${key}`,
    `if ($${variable} -eq '') { throw ${text(`The answer does not hold ${what}.`)} }`,
    ...(needs.shown.has(variable) ? [`Write-Host -Object (${text(`${what}: `)} + $${variable})`] : []),
  ];
}

function propertyName(property: string): string {
  if (!/^[A-Za-z]\w*$/u.test(property)) throw new TypeError(`${property} is no name of a property.`);
  return property;
}
