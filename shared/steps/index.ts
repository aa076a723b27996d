import type { StepId } from '../run/step-id.ts';
import { isSynchronised } from '../site/sides.ts';
import type { Site } from '../site/site.ts';
import { calendarPermissions } from './calendar-permissions.ts';
import { connect } from './connect.ts';
import { directorySync } from './directory-sync.ts';
import { handOver } from './hand-over.ts';
import { licences } from './licences.ts';
import { prerequisites } from './prerequisites.ts';
import { securityGroup } from './security-group.ts';
import { serviceAccounts } from './service-accounts.ts';
import type { Step } from './step.ts';

const all: Readonly<Record<StepId, Step>> = {
  prerequisites,
  connect,
  'service-accounts': serviceAccounts,
  licences,
  'directory-sync': directorySync,
  'security-group': securityGroup,
  'calendar-permissions': calendarPermissions,
  'hand-over': handOver,
};

/** The table of contents: the steps that this site has, in the order of what needs what. (steps.md, head) */
export function stepsOf(site: Site): readonly Step[] {
  return orderOf(site).map((id) => all[id]);
}

function orderOf(site: Site): readonly StepId[] {
  if (site.kind === 'on-premises') {
    return [
      'prerequisites',
      'connect',
      'service-accounts',
      'security-group',
      'calendar-permissions',
      'hand-over',
    ];
  }
  if (isSynchronised(site)) {
    return [
      'prerequisites',
      'connect',
      'service-accounts',
      'security-group',
      'directory-sync',
      'licences',
      'calendar-permissions',
      'hand-over',
    ];
  }
  return [
    'prerequisites',
    'connect',
    'service-accounts',
    'licences',
    'security-group',
    'calendar-permissions',
    'hand-over',
  ];
}
