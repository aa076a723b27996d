import type { Body, GraphRequest } from './command.ts';
import { graphPathParts } from './graph-path.ts';
import {
  isWrittenByNumber,
  sumOf,
  textLiteral,
  type ReferenceText,
  type TextForm,
} from './powershell-literal.ts';
import { isKnownLater, isSecret } from './value.ts';

/** The text of a secret as a PowerShell expression; it exists in the session's memory only. */
export const plainSecret = (secureString: string): string =>
  `[System.Net.NetworkCredential]::new('', ${secureString}).Password`;

/** One Microsoft Graph request as `Invoke-MgGraphRequest` of Microsoft.Graph.Authentication. */
export function graphText(request: GraphRequest, form: TextForm, reference: ReferenceText): string {
  const text = [`Invoke-MgGraphRequest -Method ${request.method} -Uri ${uriText(request, form, reference)}`];
  if (request.eventual === true) text.push(`-Headers @{'ConsistencyLevel' = 'eventual'}`);
  if (request.body !== undefined) text.push(`-Body ${bodyText(request.body, form, reference)}`);
  return text.join(' ');
}

function uriText(request: GraphRequest, form: TextForm, reference: ReferenceText): string {
  const [first, ...rest] = graphPathParts({ ...request, path: `/v1.0${request.path}` });
  const terms = [first ?? '', ...rest].map((part) =>
    typeof part === 'string'
      ? textLiteral(part, form)
      : `[uri]::EscapeDataString([string]${reference.later(part)})`,
  );
  return terms.length === 1 ? terms.join('') : sumOfTexts(terms);
}

/**
 * The body's JSON. References stand in it as an expression that writes every character of the value as `\uXXXX`: valid
 * JSON whatever the value holds, and independent of the encoding that the module sends (ISO 8859-1 before
 * msgraph-sdk-powershell#1768).
 */
function bodyText(body: Body, form: TextForm, reference: ReferenceText): string {
  const terms: string[] = [];
  let json = '';
  for (const piece of pieces(body)) {
    if (typeof piece === 'string') {
      json += asciiJson(piece, form);
      continue;
    }
    const value = isSecret(piece)
      ? plainSecret(reference.secret(piece.secret))
      : `([string]${reference.later(piece)})`;
    terms.push(textLiteral(`${json}"`, form));
    terms.push(`(-join (${value}.ToCharArray() | ForEach-Object { '\\u{0:x4}' -f [int]$_ }))`);
    json = '"';
  }
  terms.push(textLiteral(json, form));
  return terms.length === 1 ? terms.join('') : sumOfTexts(terms);
}

type Piece = string | Extract<Body, { readonly secret: string } | { readonly from: string }>;

function* pieces(body: Body): Generator<Piece> {
  if (body === null || typeof body !== 'object') yield JSON.stringify(body);
  else if (isBodyList(body)) {
    yield '[';
    for (const [index, item] of body.entries()) {
      if (index > 0) yield ',';
      yield* pieces(item);
    }
    yield ']';
  } else if (isSecret(body) || isKnownLater(body)) yield body;
  else {
    yield '{';
    for (const [index, [key, value]] of Object.entries(body).entries()) {
      yield `${index > 0 ? ',' : ''}${JSON.stringify(key)}:`;
      yield* pieces(value);
    }
    yield '}';
  }
}

const isBodyList = (body: Body): body is readonly Body[] => Array.isArray(body);

/** The same JSON with the characters that this form writes by number as JSON's own escapes. */
function asciiJson(json: string, form: TextForm): string {
  let text = '';
  for (const character of json)
    text += isWrittenByNumber(character, form)
      ? character
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join('')
      : character;
  return text;
}

const sumOfTexts = (terms: readonly string[]): string =>
  terms.length > 50 ? sumOf(terms) : `(${terms.join(' + ')})`;
