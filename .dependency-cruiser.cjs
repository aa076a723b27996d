/** Which folder may use which. The same picture in words: ARCHITECTURE.md. */

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** In shared, each room may use what stands before it. */
const order = ['commands', 'site', 'run', 'steps', 'log'];
const roomsAfter = (room) => order.slice(order.indexOf(room) + 1).join('|');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('no-cycles', 'Two files that need one another are one file, or three.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'A file that uses nothing and is used by nothing is dead.',
      { orphan: true, path: '^(shared|electron|renderer)/', pathNot: '\\.d\\.ts$' },
      {},
    ),
    forbid('not-resolvable', 'What is imported must be there.', {}, { couldNotResolve: true }),
    forbid(
      'no-development-packages',
      'What ships uses only what is installed with it.',
      { path: '^(shared|electron|renderer)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'nothing-uses-tests',
      'Stand-ins are for tests only.',
      { path: '^(shared|electron|renderer)/' },
      { path: '^test/' },
    ),

    forbid(
      'shared-is-pure',
      'The domain runs in a page, in a worker and in Node alike.',
      { path: '^shared/' },
      { pathNot: ['^shared/', '^node_modules/zod/'] },
    ),
    forbid(
      'renderer-only-shared',
      'The page knows the engine only by the IPC contract.',
      { path: '^renderer/' },
      { path: '^electron/' },
    ),
    forbid(
      'electron-only-shared',
      'The machine does not know the page.',
      { path: '^electron/' },
      { path: '^renderer/' },
    ),

    ...order.map((room) =>
      forbid(
        `shared-${room}-in-order`,
        `Inside shared: ${order.join(' <- ')}. site may name the sides, a type of run/ports.`,
        { path: `^shared/${room}/` },
        {
          path: `^shared/(${roomsAfter(room) || 'nothing-stands-after-the-last'})/`,
          ...(room === 'site' ? { pathNot: '^shared/run/ports\\.ts$' } : {}),
        },
      ),
    ),
    forbid(
      'shared-site-names-sides-only-as-a-type',
      'No code of run is needed to read a site file.',
      { path: '^shared/site/' },
      { path: '^shared/run/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'shared-site-without-commands',
      'A site is answers, not commands.',
      { path: '^shared/site/' },
      { path: '^shared/commands/' },
    ),
    forbid(
      'run-sees-the-site-as-a-type',
      "The engine is handed resources; what the site says is the steps' business.",
      { path: '^shared/run/' },
      { path: '^shared/site/', dependencyTypesNot: ['type-only'] },
    ),
    ...['\\.ts$', '/'].map((end) =>
      forbid(
        `steps-do-not-know-one-another (${end === '/' ? 'folder' : 'file'})`,
        'Steps meet only in index.ts; what they share are the ids and the facts of resources.',
        { path: `^shared/steps/([^/]+)${end}`, pathNot: '^shared/steps/index\\.ts$' },
        {
          path: '^shared/steps/',
          pathNot: ['^shared/steps/(step|ids|role-containment)\\.ts$', '^shared/steps/$1/'],
        },
      ),
    ),

    forbid(
      'practice-stands-alone',
      'The practice site plays the outside world: it shares no code with what talks to that world.',
      { path: '^electron/practice/' },
      { path: '^electron/', pathNot: '^electron/(practice|tokens)/' },
    ),
    forbid(
      'powershell-stands-alone',
      'What drives PowerShell knows neither who asks nor what answers; worlds.ts joins it with the practice site.',
      { path: '^electron/powershell/' },
      { path: '^electron/', pathNot: '^electron/(powershell|tokens)/' },
    ),
    forbid(
      'powershell-behind-one-switch',
      'Which way commands go is decided in one place.',
      { path: '^electron/', pathNot: '^electron/(powershell/|run/(worlds|real-world)\\.ts$)' },
      { path: '^electron/powershell/' },
    ),
    forbid(
      'tokens-stand-alone',
      'The form in which values travel knows nobody who sends them.',
      { path: '^electron/tokens/' },
      { path: '^electron/', pathNot: '^electron/tokens/' },
    ),
    forbid(
      'practice-behind-one-switch',
      'Whether a site is real or practised is decided in one place; elsewhere nobody knows.',
      {
        path: '^electron/',
        pathNot: [
          '^electron/practice/',
          '^electron/run/worlds\\.ts$',
          '^electron/cli/(verbs/practice|rehearse|refusals)\\.ts$',
        ],
      },
      { path: '^electron/practice/' },
    ),
    forbid(
      'store-stands-alone',
      'What is kept does not depend on who asks or on the world.',
      { path: '^electron/store/' },
      { path: '^electron/(practice|cli|cli\\.ts)' },
    ),
    forbid(
      'command-line-is-a-face',
      'Nothing but the entry point uses the command line.',
      { path: '^electron/', pathNot: ['^electron/cli/', '^electron/cli\\.ts$'] },
      { path: '^electron/cli' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules/(?!zod/)|coverage|out)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
