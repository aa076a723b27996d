/** The steps that this version knows, in no order: their order depends on the kind of site (`shared/steps/index.ts`). */
export const stepIds = [
  'prerequisites',
  'connect',
  'service-accounts',
  'licences',
  'directory-sync',
  'security-group',
  'calendar-permissions',
  'hand-over',
] as const;

export type StepId = (typeof stepIds)[number];
