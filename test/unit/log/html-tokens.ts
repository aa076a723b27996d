/** An element of a page, with its attributes, in the order of the page. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** All text within it, decoded. */
  text: string;
}

export interface Page {
  readonly elements: readonly Element[];
  /** All text of the page but its style, decoded. */
  readonly text: string;
}

const voids = new Set(['meta', 'br']);
const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>/uy;
const attribute = /([a-z-]+)(?:="([^"]*)")?/gu;

/**
 * Reads a page more strictly than a browser does: every sign that a browser would forgive (a stray `<`, an attribute
 * without quotes, an element that is not closed in its place) throws.
 */
export function readPage(source: string): Page {
  const doctype = '<!doctype html>\n';
  if (!source.startsWith(doctype)) throw new Error('The page has no doctype.');
  const elements: Element[] = [];
  const open: Element[] = [];
  let all = '';
  let place = doctype.length;
  while (place < source.length) {
    if (source[place] !== '<') {
      const end = source.indexOf('<', place);
      const text = decoded(source.slice(place, end === -1 ? source.length : end));
      all += text;
      for (const element of open) element.text += text;
      place = end === -1 ? source.length : end;
      continue;
    }
    tag.lastIndex = place;
    const match = tag.exec(source);
    if (match === null) throw new Error(`No tag at: ${source.slice(place, place + 60)}`);
    place = tag.lastIndex;
    const [, slash, name = '', attributes = ''] = match;
    if (slash === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element.`);
      continue;
    }
    const element: Element = {
      name,
      attributes: new Map(
        [...attributes.matchAll(attribute)].map((each) => [each[1] ?? '', decoded(each[2] ?? '')]),
      ),
      text: '',
    };
    elements.push(element);
    if (name === 'style') {
      const end = source.indexOf('</style>', place);
      element.text = source.slice(place, end);
      place = end + '</style>'.length;
    } else if (!voids.has(name)) open.push(element);
  }
  if (open.length > 0) throw new Error(`Not closed: ${open.map(({ name }) => name).join(', ')}`);
  return { elements, text: all };
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#96': '`',
};

function decoded(text: string): string {
  return text.replace(/&([^;]*)(;?)/gu, (found, name: string) => {
    const sign = entities[name];
    if (sign === undefined) throw new Error(`No entity: ${found}`);
    return sign;
  });
}
