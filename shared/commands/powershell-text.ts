import type { CmdletCommand, Command } from './command.ts';
import { graphText, plainSecret } from './graph-text.ts';
import {
  literal,
  textLiteral,
  UnwritableCommand,
  type ReferenceText,
  type TextForm,
} from './powershell-literal.ts';
import { isSecret, type KnownLater, type Value } from './value.ts';
import { variableOf } from './variable-name.ts';

export interface TextOptions {
  /** `shown` if left out. */
  readonly form?: TextForm;
  /** Name, without `$`, of the variable that stands for a value known later. */
  readonly variable?: (later: KnownLater) => string;
  /** Name, without `$`, of the variable that holds a secret as SecureString; without it the command asks for it. */
  readonly secretVariable?: (secretName: string) => string;
  /** Name, without `$`, of a variable that takes what the command puts out. */
  readonly assignTo?: string;
}

/**
 * One command as PowerShell text that does in Windows PowerShell 5.1 and later exactly what the data says. It is the only
 * place where PowerShell text of commands is made; the program itself never runs it.
 * Throws {@link UnwritableCommand} where the data has no such text.
 */
export function powershellText(command: Command, options: TextOptions = {}): string {
  const form = options.form ?? 'shown';
  const reference = referenceText(form, options);
  const text =
    command.target === 'graph' ? graphText(command, form, reference) : cmdletText(command, form, reference);
  return options.assignTo === undefined ? text : `${variableText(options.assignTo)} = ${text}`;
}

function referenceText(form: TextForm, options: TextOptions): ReferenceText {
  const { variable = variableOf, secretVariable } = options;
  return {
    later: (later) => variableText(variable(later)),
    secret: (name) =>
      secretVariable === undefined
        ? `(Read-Host -AsSecureString -Prompt ${textLiteral(name, form)})`
        : variableText(secretVariable(name)),
  };
}

function variableText(variable: string): string {
  if (!/^[A-Za-z]\w*$/u.test(variable)) throw new UnwritableCommand(`${variable} is no name of a variable.`);
  return `$${variable}`;
}

function cmdletText(command: CmdletCommand, form: TextForm, reference: ReferenceText): string {
  if (!/^[A-Za-z]+-[A-Za-z]+$/u.test(command.cmdlet))
    throw new UnwritableCommand(`${command.cmdlet} is no name of a cmdlet.`);
  const parameters = Object.entries(command.parameters).map(
    ([name, value]) => ` ${parameterText(command.cmdlet, name, value, form, reference)}`,
  );
  return `${command.cmdlet}${parameters.join('')}`;
}

/** Secrets that the cmdlet takes as String. (cmdlets.json; checked by check-commands.mjs) */
const plainSecretParameters = new Set([
  'connect-exchangeonline accesstoken',
  'register-scheduledtask password',
]);

function parameterText(
  cmdlet: string,
  name: string,
  value: Value,
  form: TextForm,
  reference: ReferenceText,
): string {
  if (!/^[A-Za-z]\w*$/u.test(name)) throw new UnwritableCommand(`${name} is no name of a parameter.`);
  // With the colon it binds to Boolean and to switch parameters alike; the data does not tell them apart.
  if (typeof value === 'boolean') return `-${name}:${value ? '$true' : '$false'}`;
  if (isSecret(value) && plainSecretParameters.has(`${cmdlet} ${name}`.toLowerCase()))
    return `-${name} (${plainSecret(reference.secret(value.secret))})`;
  return `-${name} ${literal(value, form, reference)}`;
}
