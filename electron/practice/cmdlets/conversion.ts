import { isDateValue, isHashtable, isSecret, type Value } from '../../../shared/commands/value.ts';
import { powerShellRefusal, type Refused } from './refusing.ts';
import type { Parameter } from './signatures.ts';

const wholeNumber = /^(U?Int(16|32|64))$/u;
const lists = /\[\]$|^MultiValuedProperty$|^ProxyAddressCollection$/u;
const hashtables = /^Hashtable$|^MultiValuedProperty$|^ProxyAddressCollection$/u;
const flagTypes = /^MailboxFolderPermissionFlags$/u;

/** String parameters that carry a secret. */
const secretText = /^(AccessToken|Password)$/u;

/**
 * Converts a value to a parameter's type, as PowerShell does when it binds, and gives it back as data. Throws
 * `ServiceError` (`CannotConvertArgument`, `ParameterArgumentTransformationError`).
 */
export function convert(where: Refused, parameter: Parameter, value: Value): Value {
  const { type, name } = parameter;
  if (Array.isArray(value)) {
    if (!lists.test(type)) throw powerShellRefusal(where, 'cannotConvert', name, 'System.Object[]', type);
    return value.map((item: Value) => convertOne(where, parameter, item));
  }
  return convertOne(where, parameter, value);
}

function convertOne(where: Refused, parameter: Parameter, value: Value): Value {
  const { type, name } = parameter;
  const refuse = () => powerShellRefusal(where, 'cannotConvert', name, typeName(value), type);
  if (value === null) {
    if (type === 'SwitchParameter' || type === 'Boolean') throw refuse();
    return null;
  }
  if (type === 'SecureString' || type === 'PSCredential' || type.startsWith('X509Certificate'))
    return isSecret(value) ? value : fail(refuse);
  if (isSecret(value)) return type === 'String' && secretText.test(name) ? value : fail(refuse);
  if (type === 'SwitchParameter' || type === 'Boolean')
    return typeof value === 'boolean' ? value : fail(refuse);
  if (wholeNumber.test(type)) return numberOf(value) ?? fail(refuse);
  if (type === 'Unlimited') return unlimited(value) ?? fail(refuse);
  if (type === 'DateTime') return dateOf(value) ?? fail(refuse);
  if (isHashtable(value)) return hashtables.test(type) ? value : fail(refuse);
  if (type === 'Hashtable' || typeof value === 'object') return fail(refuse);
  return listed(where, parameter, String(value));
}

const fail = (refuse: () => Error): never => {
  throw refuse();
};

function listed(where: Refused, parameter: Parameter, text: string): string {
  const { allowedValues, type, name } = parameter;
  if (allowedValues.length === 0) return text;
  const parts = flagTypes.test(type) ? text.split(/\s*,\s*/u) : [text];
  return parts
    .map((part) => {
      const known = allowedValues.find((allowed) => allowed.toLowerCase() === part.toLowerCase());
      if (known === undefined)
        throw powerShellRefusal(where, 'noSuchValue', name, part, type, allowedValues.join(', '));
      return known;
    })
    .join(',');
}

function numberOf(value: Value): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

const unlimited = (value: Value): Value | undefined =>
  typeof value === 'string' && value.toLowerCase() === 'unlimited' ? 'Unlimited' : numberOf(value);

function dateOf(value: Value): Value | undefined {
  const text = isDateValue(value) ? value.date : value;
  if (typeof text !== 'string' || Number.isNaN(Date.parse(text))) return undefined;
  return { date: text };
}

function typeName(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'System.String';
  if (typeof value === 'boolean') return 'System.Boolean';
  return typeof value === 'number' ? 'System.Int32' : 'System.Object';
}
