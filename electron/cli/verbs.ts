import type { CliIo } from './io.ts';
import type {
  ByHandOptions,
  ExportOptions,
  PasswordOptions,
  PlanOptions,
  PracticeDoOptions,
  PracticeNewOptions,
  PracticeShowOptions,
  ResumeOptions,
  RunOptions,
  RunsOptions,
  ScriptOptions,
  SiteCheckOptions,
  SiteNewOptions,
  SiteSchemaOptions,
  UndoOptions,
  VerifyOptions,
} from './options.ts';

/** A verb of the command line: gives the exit code, or throws `BadInput` before anything was touched. */
type VerbOf<Options> = (options: Options, io: CliIo) => Promise<number>;

/** All verbs. */
export interface Verbs {
  readonly plan: VerbOf<PlanOptions>;
  readonly run: VerbOf<RunOptions>;
  readonly verify: VerbOf<VerifyOptions>;
  readonly resume: VerbOf<ResumeOptions>;
  readonly undo: VerbOf<UndoOptions>;
  readonly script: VerbOf<ScriptOptions>;
  readonly byHand: VerbOf<ByHandOptions>;
  readonly password: VerbOf<PasswordOptions>;
  readonly runs: VerbOf<RunsOptions>;
  readonly export: VerbOf<ExportOptions>;
  readonly siteNew: VerbOf<SiteNewOptions>;
  readonly siteCheck: VerbOf<SiteCheckOptions>;
  readonly siteSchema: VerbOf<SiteSchemaOptions>;
  readonly practiceNew: VerbOf<PracticeNewOptions>;
  readonly practiceShow: VerbOf<PracticeShowOptions>;
  readonly practiceDo: VerbOf<PracticeDoOptions>;
}

/** The verbs, each loaded when it is asked for: help and mistakes answer at once. */
export const verbs: Verbs = {
  plan: async (options, io) => (await import('./verbs/plan.ts')).planVerb(options, io),
  run: async (options, io) => (await import('./verbs/run.ts')).runVerb(options, io),
  verify: async (options, io) => (await import('./verbs/verify.ts')).verifyVerb(options, io),
  resume: async (options, io) => (await import('./verbs/resume.ts')).resumeVerb(options, io),
  undo: async (options, io) => (await import('./verbs/undo.ts')).undoVerb(options, io),
  script: async (options, io) => (await import('./verbs/script.ts')).scriptVerb(options, io),
  byHand: async (options, io) => (await import('./verbs/by-hand.ts')).byHandVerb(options, io),
  password: async (options, io) => (await import('./verbs/password.ts')).passwordVerb(options, io),
  runs: async (options, io) => (await import('./verbs/runs.ts')).runsVerb(options, io),
  export: async (options, io) => (await import('./verbs/export.ts')).exportVerb(options, io),
  siteNew: async (options, io) => (await import('./verbs/site.ts')).siteNewVerb(options, io),
  siteCheck: async (options, io) => (await import('./verbs/site.ts')).siteCheckVerb(options, io),
  siteSchema: async (options, io) => (await import('./verbs/site.ts')).siteSchemaVerb(options, io),
  practiceNew: async (options, io) => (await import('./verbs/practice.ts')).practiceNewVerb(options, io),
  practiceShow: async (options, io) => (await import('./verbs/practice.ts')).practiceShowVerb(options, io),
  practiceDo: async (options, io) => (await import('./verbs/practice.ts')).practiceDoVerb(options, io),
};
