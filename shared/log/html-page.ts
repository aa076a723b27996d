import { markup, type Html } from './html-escape.ts';

/** The one style of all pages. Its hash stands in {@link contentPolicy}: a test computes it anew. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1b1f; --soft: #55555f; --paper: #fff; --band: #f3f3f7; --line: #d3d3dc; --mark: #8a5a00; --stop: #a4262c; --right: #0b6a3b; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --soft: #b4b4c0; --paper: #18181c; --band: #232329; --line: #41414c; --mark: #f5c36b; --stop: #ff9aa2; --right: #7fd6a4; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 15px/1.5 "Segoe UI", system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .4rem 0; max-width: 46rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; }
table.facts th { width: 15rem; }
tr.part th { background: var(--band); padding-left: .4rem; }
pre, code { font: 12.5px/1.45 "Cascadia Mono", Consolas, monospace; font-variant-ligatures: none; }
pre { margin: .2rem 0; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--band); padding: .4rem .6rem; border-radius: 4px; }
summary { cursor: pointer; color: var(--soft); }
ul { margin: .3rem 0; padding-left: 1.2rem; }
time, .number { font-variant-numeric: tabular-nums; }
.number { text-align: right; }
.soft { color: var(--soft); }
.practice-band { border: 2px solid var(--mark); color: var(--mark); padding: .4rem .8rem; border-radius: 4px; max-width: none; }
.practice-mark { display: none; }
article { border: 1px solid var(--line); border-left: 4px solid var(--mark); border-radius: 4px; padding: .5rem 1rem; margin: .75rem 0; break-inside: avoid; }
article.stops { border-left-color: var(--stop); }
article.information { border-left-color: var(--line); }
article h3 { margin-top: 0; }
article dt { color: var(--soft); }
article dd { margin: 0 0 .4rem; }
.failed, .could-not-look, .moved, .stops-word { color: var(--stop); }
.changed, .in-order { color: var(--right); }
.first-line { font-weight: 600; }
@page { margin: 16mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); } }
@page practice { @top-center { content: "Practice site"; font-weight: bold; } }
body.practice { page: practice; }
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --band: #f3f3f3; --line: #bbb; --mark: #7a4f00; --stop: #8a1f24; --right: #064d2a; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .practice-mark { display: block; position: fixed; inset: 40% 0 auto; text-align: center; font-size: 64pt; font-weight: 700; opacity: .12; transform: rotate(-24deg); z-index: -1; }
}
`;

/** No script, nothing from elsewhere, no form; of styles only the one above, named by its hash. */
export const contentPolicy =
  "default-src 'none'; style-src 'sha256-ABvUtMLTa7B6j8HtP8kp1VWIXqwPwbRwsmwtIRtAJ3Y='; img-src 'none'; base-uri 'none'; form-action 'none'";

/** What everything made on the practice site says, word for word. */
export const practiceMark = 'Practice site';

const practiceSentence =
  'Practice site. This is a made-up university on one computer. Nothing real was read or changed.';

export interface PageHead {
  readonly title: string;
  readonly practice: boolean;
  /** A sentence that stands above everything else, also in print. */
  readonly first?: string;
}

/** The beginning of a page, up to and with its heading. */
export function pageStart({ title, practice, first }: PageHead): Html {
  const mark = practice ? `${practiceMark}: ` : '';
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: contentPolicy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no, email=no, address=no, date=no">
<title>${mark}${title}</title>
<style>${{ html: pageStyle }}</style>
</head>
<body${{ html: practice ? ' class="practice"' : '' }}>
<header>
${first === undefined ? '' : markup`<p class="first-line">${first}</p>\n`}<h1>${title}</h1>
${practice ? practiceBand : ''}</header>
<main>
`;
}

const practiceBand = markup`<div class="practice-mark" aria-hidden="true">${practiceMark}</div>
<p class="practice-band">${practiceSentence}</p>
`;

export const pageEnd: Html = { html: '</main>\n</body>\n</html>\n' };

/** A table of names and values, one a row. */
export const factsTable = (rows: readonly (readonly [string, Html])[]): Html =>
  markup`<table class="facts"><tbody>
${rows.map(([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody></table>
`;
