import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Files whose tool asks for a default export. */
const configFiles = ['*.config.ts', '*.config.js'];

export default defineConfig([
  globalIgnores([
    'node_modules/',
    'coverage/',
    'out/',
    '.cache/',
    '.ci/',
    'test/powershell/host/',
    'test/directory/module/',
  ]),
  {
    // No comment switches a rule off: a rule that is wrong is changed here, with its reason.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A `default` beside all named cases would hide a case that is added later.
        { considerDefaultExhaustiveForUnions: true, allowDefaultCaseForExhaustiveSwitch: false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      // `as const` stays allowed; what comes from outside is parsed, not asserted.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-check': true, 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // Counts stand in sentences; a number has only one text form.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => socket.close()` reads well where nothing is done with the result.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Letters of a password or an id are taken one by one; code points are what is meant.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // An async method that has nothing to wait for keeps the promise of its port.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        // A parameter that a port gives and a stand-in does not need; a round of a loop.
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_$' },
      ],
      // `== null` asks for null and undefined at once, which services mix.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constant-condition': 'error',
      'no-debugger': 'error',
      'no-dupe-else-if': 'error',
      'no-duplicate-case': 'error',
      'no-empty': 'error',
      'no-fallthrough': 'error',
      'no-misleading-character-class': 'error',
      'no-regex-spaces': 'error',
      'no-self-assign': 'error',
      'no-sparse-arrays': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-useless-escape': 'error',
      'use-isnan': 'error',
      'require-yield': 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 300 }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:', message: 'shared is pure: what it needs from outside is a port.' },
            { regex: '^[^.](?!od$)', message: 'shared uses zod and nothing else.' },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Time is a port: Clock.' },
        { name: 'setInterval', message: 'Time is a port: Clock.' },
        { name: 'fetch', message: 'The outside world is a port: Transport.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A list of cases may be long; it has still one subject.
      'max-lines': 'off',
      // Matchers such as expect.objectContaining() are typed any by vitest.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: configFiles, rules: { 'no-restricted-exports': 'off' } },
]);
