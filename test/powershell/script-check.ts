import type { Language, LanguageUse, Member } from './powershell-host.ts';
import {
  accelerators,
  allowed,
  commands,
  declaredWords,
  loggedWords,
  members,
  runAs,
  words,
} from './windows-powershell-5.ts';

/** The members of a type that scripts use, by the type's full name. */
const listed: ReadonlyMap<string, readonly string[]> = allowed
  .flatMap(({ types }) => Object.entries(types))
  .reduce(
    (map, [type, uses]) =>
      map.set(type, [...(map.get(type) ?? []), ...uses.split(' ').filter((use) => use !== '')]),
    new Map<string, readonly string[]>(),
  );

/** What a script uses that is on the list, and what it uses that is not. */
export interface Checked {
  /** In words, with lines. */
  readonly refusals: readonly string[];
  /** What is to be looked up: of each group, one must exist. */
  readonly lookUps: readonly (readonly Member[])[];
  /** What passed for a reason of its own: commands, members, words. */
  readonly exempt: ReadonlySet<string>;
}

const isAscii = /^[\t\r\n\x20-\x7e]*$/u;
/** Numbers as every PowerShell reads them: no suffix but l and d, no digits of other bases but hexadecimal ones. */
const isOldNumber = /^(?:0x[\da-f]+l?|-?\d+(?:\.\d+)?[ld]?)$/iu;
const oldEscapes = '0abfnrtv`\'"$ ';
/** Reserved words of 5.1 that mean something only later; `-Parallel` is a parameter of later cmdlets. */
const laterTokens = new Set(['AndAnd', 'OrOr']);
const laterParameters = /^parallel/iu;
const language = 'System.Management.Automation.Language';

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
type Exempt = (table: Readonly<Record<string, string>>, key: string) => boolean;

/** The listed type that is meant by a name in a script, as PowerShell finds it: short names, then System. */
function typeNamed(written: string): string | undefined {
  const short = Object.entries(accelerators).find(([name]) => same(name, written))?.[1];
  const meant = short === undefined ? [written, `System.${written}`] : [short];
  return [...listed.keys()].find((type) => meant.some((one) => same(one, type)));
}

/** What is no matter of the script alone. */
export interface CheckOptions {
  /** Functions of other scripts in the same session. */
  readonly functions?: readonly string[];
  /** Words that may be in it although the engine logs it for them. */
  readonly loggedFor?: Readonly<Record<string, string>>;
}

/** Holds what a script uses against the list. */
export function checkScript(
  text: string,
  { errors, uses }: Language,
  { functions = [], loggedFor = words }: CheckOptions = {},
): Checked {
  const refusals = errors.map((error) => `does not parse: ${error}`);
  const lookUps: (readonly Member[])[] = [];
  const exempt = new Set<string>();
  const isExempt: Exempt = (table, key) => {
    const found = Object.keys(table).find((name) => same(name, key));
    if (found !== undefined) exempt.add(found);
    return found !== undefined;
  };
  const own = [...functions, ...uses.filter(({ kind }) => kind === 'function').map(({ name }) => name)];
  if (!isAscii.test(text)) refusals.push('is not plain ASCII');
  for (const word of loggedWords)
    if (text.toLowerCase().includes(word.toLowerCase()) && !isExempt(loggedFor, word))
      refusals.push(`holds ${word}, for which it would be logged unasked`);
  for (const use of uses) {
    const refuse = (why: string): void => {
      refusals.push(`line ${use.line}: ${use.name} ${why}`);
    };
    const found = (...candidates: readonly Member[]): void => {
      if (candidates.length === 0) refuse('is not on the list');
      else lookUps.push(candidates);
    };
    switch (use.kind) {
      case 'command':
        if (!own.some((one) => same(one, use.name)) && !isExempt(commands, use.name))
          refuse('is no function of the script');
        break;
      case 'dynamic':
        if (!isExempt(runAs, use.name)) refuse('is run, and nobody knows what it is');
        break;
      case 'parameter':
        if (laterParameters.test(use.name)) refuse('came after 5.1');
        break;
      case 'newer':
        refuse('came after 5.1');
        break;
      case 'number':
        if (!isOldNumber.test(use.name)) refuse('is a number that 5.1 does not read');
        break;
      case 'escape':
        if (!oldEscapes.includes(use.name)) refuse('after a backtick is something else in 5.1');
        break;
      case 'construct':
        found({ type: `${language}.${use.name}`, kind: 'type', name: null, arguments: null });
        break;
      case 'token':
        if (laterTokens.has(use.name)) refuse('came after 5.1');
        else found({ type: `${language}.TokenKind`, kind: 'static', name: use.name, arguments: null });
        break;
      case 'type': {
        const type = typeNamed(use.name);
        found(...(type === undefined ? [] : [{ type, kind: 'type', name: null, arguments: null } as const]));
        break;
      }
      case 'static':
      case 'instance':
        if (!isOwnMember(use, isExempt)) found(...membersMeant(use));
        break;
      case 'function':
        break;
    }
  }
  return { refusals, lookUps, exempt };
}

const sign = (kind: Member['kind'], name: string | null): string =>
  kind === 'new' ? 'new' : `${kind === 'static' ? '::' : '.'}${name ?? ''}`;

const isOwnMember = ({ of, name }: LanguageUse, isExempt: Exempt): boolean =>
  isExempt(members, of === null ? name : `${of}::${name}`);

/** The listed members that a use may mean; what an instance is of, no text says. */
function membersMeant(use: LanguageUse): Member[] {
  const isNew = use.kind === 'static' && same(use.name, 'new');
  const kind = isNew ? 'new' : use.kind === 'static' ? 'static' : 'instance';
  const types = use.of === null ? [...listed.keys()] : [typeNamed(use.of) ?? ''];
  return types.flatMap((type) => {
    const known = listed.get(type)?.find((one) => same(one, sign(kind, use.name)));
    if (known === undefined) return [];
    return [{ type, kind, name: isNew ? null : known.replace(/^(?:::|\.)/u, ''), arguments: use.arguments }];
  });
}

/** The entry of the list that a member stands under: a type, or a type and its member. */
export const entryOf = ({ type, kind, name }: Member): string =>
  kind === 'type' ? type : `${type} ${sign(kind, name)}`;

/** All entries of the list, in the form of {@link entryOf}. */
export const entries: readonly string[] = [...listed].flatMap(([type, uses]) =>
  uses.length === 0 ? [type] : uses.map((use) => `${type} ${use}`),
);

/** All that may pass for a reason of its own, in the form of {@link Checked.exempt}. */
export const exemptions: readonly string[] = [commands, runAs, members, words, declaredWords].flatMap(
  Object.keys,
);
