import { z } from 'zod';
import { nearestName } from '../../shared/site/nearest-name.ts';
import { siteKinds } from '../../shared/site/site.ts';
import { stepIds, type StepId } from '../../shared/run/step-id.ts';
import { BadInput, type Problem } from '../bad-input.ts';

/** Presets of the practice site. */
export const presetNames = [
  'seed-on-premises',
  'seed-cloud',
  'hybrid',
  'hybrid-cloud',
  'university',
] as const;

/** Forms in which a run is exported, by the ending of the file's name. */
const exportForms = ['html', 'csv', 'json', 'txt', 'zip'] as const;

const path = z.string('A path is needed here.').min(1, 'A path is needed here.');
const given = (message: string) => z.string(message).min(1, message);
const flag = z.boolean().default(false);

const wholeNumber = (what: string, min: number, max: number) => {
  const message = `${what}: a whole number from ${min.toLocaleString('en-GB')} to ${max.toLocaleString('en-GB')}.`;
  return z
    .string()
    .regex(/^\d{1,9}$/u, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message));
};

const choice = <const Names extends readonly [string, ...string[]]>(what: string, names: Names) =>
  z.enum(names, {
    error: ({ input }) => {
      const nearest = nearestName(String(input), names);
      return `${what}: one of ${names.join(', ')}.${nearest === undefined ? '' : ` Perhaps ${nearest}.`}`;
    },
  });

const isStep = (text: string): text is StepId => stepIds.some((id) => id === text);

/** `--only a,b`; undefined means all steps of the site. */
const only = z
  .string()
  .transform((text, context): readonly StepId[] => {
    const named = text.split(',').map((part) => part.trim());
    const unknown = named.filter((part) => !isStep(part));
    for (const word of unknown) {
      const nearest = nearestName(word, stepIds);
      context.addIssue({
        code: 'custom',
        message: `There is no step "${word}".${nearest === undefined ? '' : ` Perhaps ${nearest}.`} Steps: ${stepIds.join(', ')}.`,
      });
    }
    return named.filter(isStep);
  })
  .optional();

const everywhere = {
  /** One event a line on standard output; text for people goes to standard error. */
  json: flag,
  /** Folder of the runs. */
  runs: path.optional(),
  /** The practice site to work on. */
  practice: path.optional(),
  /** How the practice site's cmdlets are sent. */
  practiceTransport: choice('The way to the practice site', ['direct', 'powershell']).optional(),
  /** The PowerShell to go through. */
  powershell: path.optional(),
  /** The account to work as, where it is not the one that is signed in. */
  as: z
    .string()
    .regex(/^[^\p{C}\\@]+[\\@][^\p{C}\\@]+$/u, 'An account, such as DOMAIN\\name or name@domain.')
    .optional(),
  /** PowerShell sessions at once for each system. */
  sessions: wholeNumber('How many PowerShell sessions at once', 1, 18).default(2),
  /** Are secrets given on standard input? */
  secrets: z
    .literal('-', 'Secrets are read from standard input only: write a single - here.')
    .optional()
    .transform((text) => text === '-'),
};

const site = { site: path };
const people = {
  people: path.optional(),
  /** At most that many calendars. Infinity means all. */
  limit: wholeNumber('How many calendars', 1, 1_000_000).default(Infinity),
};
const note = { note: z.string().default('') };
const yes = { yes: flag };
const reveal = { reveal: flag };
const pace = {
  /** How long to wait for what takes its time, in milliseconds; undefined means as each step says. */
  wait: z
    .string()
    .regex(/^\d{1,5}([.]\d{1,3})?$/u, 'How long to wait: minutes, such as 30.')
    .transform((text) => Number(text) * 60_000)
    .optional(),
  /** How many commands at once at most; undefined means as many as the service bears. */
  atOnce: wholeNumber('How many commands at once', 1, 256).optional(),
};

const planOptions = z.object({ ...everywhere, ...site, only, ...people, ...note });
const runOptions = z
  .object({
    ...everywhere,
    /** Id of the plan to apply; then nothing else may say what is to be done. */
    plan: given('The id of a plan is needed here, such as 2026-11-24-1401.').optional(),
    /** Always there where `plan` is not. */
    site: path.optional(),
    only,
    ...people,
    ...note,
    ...yes,
    ...reveal,
    ...pace,
  })
  .superRefine((options, context) => {
    const refuse = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    if (options.plan === undefined) {
      if (options.site === undefined)
        refuse('site', 'Say what to run: --site FILE, or --plan ID for a plan that was shown.');
      return;
    }
    const why = 'What a plan does was settled when it was made, so it can only stand beside --site.';
    if (options.site !== undefined)
      refuse('site', 'Give --plan or --site, not both: a plan knows its site file.');
    if (options.only !== undefined) refuse('only', why);
    if (options.people !== undefined) refuse('people', why);
    if (options.limit !== Infinity) refuse('limit', why);
  });
const verifyOptions = z.object({ ...everywhere, ...site, only });
const resumeOptions = z.object({
  ...everywhere,
  run: given('The id of a run is needed here.'),
  ...yes,
  ...reveal,
  ...pace,
});
const undoOptions = z.object({ ...everywhere, run: given('The id of a run is needed here.'), ...yes });
const scriptOptions = z.object({ ...everywhere, ...site, only, to: path });
const byHandOptions = z.object({ ...everywhere, ...site, only, to: path });
const passwordOptions = z.object({
  ...everywhere,
  ...site,
  account: given("An account's name is needed here."),
  ...yes,
  ...reveal,
});
const runsOptions = z.object(everywhere);
const exportOptions = z
  .object({ ...everywhere, run: given('The id of a run is needed here.'), to: path })
  .transform((options, context) => {
    const form = exportForms.find((ending) => options.to.toLowerCase().endsWith(`.${ending}`));
    if (form !== undefined) return { ...options, form };
    context.addIssue({
      code: 'custom',
      path: ['to'],
      message: `The ending of the file says the form: ${exportForms.map((ending) => `.${ending}`).join(', ')}.`,
    });
    return z.NEVER;
  });
const siteNewOptions = z.object({
  ...everywhere,
  kind: choice('The kind of site', siteKinds),
  to: path.optional(),
});
const siteCheckOptions = z.object({ ...everywhere, file: path });
const siteSchemaOptions = z.object(everywhere);
const practiceNewOptions = z.object({
  ...everywhere,
  file: path,
  preset: choice('The preset', presetNames),
  mailboxes: wholeNumber('How many mailboxes', 1, 50_000).optional(),
  people: path.optional(),
  /** Milliseconds that each command takes. */
  latency: wholeNumber('The latency in milliseconds', 0, 60_000).default(0),
  faults: given('A seed for the faults is needed here, such as 7.').optional(),
  clock: choice('The clock', ['fast', 'real']).default('fast'),
  siteTo: path.optional(),
});
const practiceShowOptions = z.object({ ...everywhere, file: path, comparable: flag, commands: flag });
const practiceDoOptions = z.object({
  ...everywhere,
  file: path,
  /** The command as JSON, parsed. */
  command: z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'The command is JSON, such as {"target":"exchange","cmdlet":"Get-Mailbox","parameters":{}}.',
      });
      return z.NEVER;
    }
  }),
});

/** What each verb is given, checked. */
export const optionSchemas = {
  plan: planOptions,
  run: runOptions,
  verify: verifyOptions,
  resume: resumeOptions,
  undo: undoOptions,
  script: scriptOptions,
  byHand: byHandOptions,
  password: passwordOptions,
  runs: runsOptions,
  export: exportOptions,
  siteNew: siteNewOptions,
  siteCheck: siteCheckOptions,
  siteSchema: siteSchemaOptions,
  practiceNew: practiceNewOptions,
  practiceShow: practiceShowOptions,
  practiceDo: practiceDoOptions,
};

export type PlanOptions = Readonly<z.infer<typeof planOptions>>;
export type RunOptions = Readonly<z.infer<typeof runOptions>>;
export type VerifyOptions = Readonly<z.infer<typeof verifyOptions>>;
export type ResumeOptions = Readonly<z.infer<typeof resumeOptions>>;
export type UndoOptions = Readonly<z.infer<typeof undoOptions>>;
export type ScriptOptions = Readonly<z.infer<typeof scriptOptions>>;
export type ByHandOptions = Readonly<z.infer<typeof byHandOptions>>;
export type PasswordOptions = Readonly<z.infer<typeof passwordOptions>>;
export type RunsOptions = Readonly<z.infer<typeof runsOptions>>;
export type ExportOptions = Readonly<z.infer<typeof exportOptions>>;
export type SiteNewOptions = Readonly<z.infer<typeof siteNewOptions>>;
export type SiteCheckOptions = Readonly<z.infer<typeof siteCheckOptions>>;
export type SiteSchemaOptions = Readonly<z.infer<typeof siteSchemaOptions>>;
export type PracticeNewOptions = Readonly<z.infer<typeof practiceNewOptions>>;
export type PracticeShowOptions = Readonly<z.infer<typeof practiceShowOptions>>;
export type PracticeDoOptions = Readonly<z.infer<typeof practiceDoOptions>>;

/** What stands on a command line without a name of its own. */
const positional = new Set(['run', 'file', 'command']);
/** What may hold a password. */
const unshown = new Set(['secrets', 'command']);

/** Checks what was typed for a verb. Throws {@link BadInput} that names each option with its value and what is allowed. */
export function readOptions<T>(
  schema: z.ZodType<T>,
  typed: Readonly<Record<string, unknown>>,
  help: string,
): T {
  const result = schema.safeParse(typed);
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues.map((issue): Problem => {
    const key = String(issue.path[0]);
    const value = typed[key];
    return {
      field: positional.has(key) ? key.toUpperCase() : `--${kebab(key)}`,
      ...(typeof value === 'string' && !unshown.has(key) ? { value: JSON.stringify(value) } : {}),
      why: issue.message,
      do: value === undefined ? 'Add it. The help says more:' : 'See what is allowed:',
      then: help,
    };
  });
  if (first === undefined) throw new Error('Options were refused without a reason.');
  throw new BadInput("This command line can't be used", first, ...others);
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
