import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Characters that every form escapes in its own way. */
export const awkward = (number: number): string => `Aa1"'<&>\\=+%;, \`$(x)${String(number)}-Hunter2#`;

/** The same with letters that Active Directory takes and Microsoft 365 does not. */
export const moreAwkward = (number: number): string => `é🙂${awkward(number)}`;

/** As it stands within a longer text in base64: there are three ways to be aligned, and two alphabets. */
const inBase64 = (form: string, bytes: Buffer): readonly (readonly [string, string])[] =>
  [0, 1, 2].flatMap((before): readonly (readonly [string, string])[] => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor((whole.length * 8) / 6);
    return [
      [`${form}, shifted by ${String(before)}`, whole.toString('base64').slice(start, end)],
      [`${form} for URLs, shifted by ${String(before)}`, whole.toString('base64url').slice(start, end)],
    ];
  });

/** A password in every form in which it could have been written, as bytes. */
export function formsOf(password: string): readonly (readonly [string, Buffer])[] {
  const html = password
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  const ascii = Array.from({ length: password.length }, (_, at) => {
    const unit = password.charCodeAt(at);
    return unit < 127 ? password.charAt(at) : `\\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
  const json = JSON.stringify(password).slice(1, -1);
  const texts: readonly (readonly [string, string])[] = [
    ['plain', password],
    ['HTML', html],
    ['HTML with backticks escaped', html.replaceAll('`', '&#96;')],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['JSON in ASCII', JSON.stringify(ascii).slice(1, -1).replaceAll('\\\\u', '\\u')],
    ['CSV', password.replaceAll('"', '""')],
    ['SQL and PowerShell', password.replaceAll("'", "''")],
    ['URL', encodeURIComponent(password)],
    ['URL of a form', new URLSearchParams({ a: password }).toString().slice(2)],
    ...inBase64('base64', Buffer.from(password)),
    ...inBase64('base64 of UTF-16', Buffer.from(password, 'utf16le')),
    ['hexadecimal', Buffer.from(password).toString('hex')],
  ];
  const utf16 = Buffer.from(password, 'utf16le');
  return [
    ...texts.map(([form, text]): readonly [string, Buffer] => [form, Buffer.from(text)]),
    ['UTF-16, little end first', utf16],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
    ['Latin 1', Buffer.from(password, 'latin1')],
  ];
}

/** Where one of the passwords stands, and in which form. */
export function findings(where: string, bytes: Buffer, passwords: readonly string[]): readonly string[] {
  return passwords.flatMap((password) =>
    formsOf(password)
      .filter(([, form]) => bytes.includes(form))
      .map(([form]) => `${where}: ${form}`),
  );
}

/** Every file under a folder, those in zip files too. */
export function filesIn(folder: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => {
      const bytes = readFileSync(path);
      const whole: readonly [string, Buffer] = [path, bytes];
      return path.endsWith('.zip') ? [whole, ...inZip(path, bytes)] : [whole];
    });
}

/** The files in a zip file, by its central directory. */
function inZip(path: string, bytes: Buffer): readonly (readonly [string, Buffer])[] {
  const found: (readonly [string, Buffer])[] = [];
  const entry = Buffer.from('PK\u0001\u0002', 'latin1');
  for (let at = bytes.indexOf(entry); at >= 0; at = bytes.indexOf(entry, at + 46)) {
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    const start = bytes.readUInt32LE(at + 42);
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(data, data + bytes.readUInt32LE(at + 20));
    found.push([`${path}!${name}`, bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)]);
  }
  return found;
}
