import type { LogSettings } from '../../shared/log/log-settings.ts';
import { siteSchema, type Site } from '../../shared/site/site.ts';

const siteInput = {
  version: 1,
  id: '7a1f7a5e-5a0c-4c0e-9a55-0d1f0c7b6a11',
  name: 'Westerveld University',
  kind: 'hybrid',
  onPremises: {
    domain: 'westerveld.example',
    exchangeServer: 'ex02.westerveld.example',
    organizationalUnit: 'OU=Service accounts,DC=westerveld,DC=example',
    accounts: {
      name: 'sa-calpush-{n}',
      userPrincipalName: 'sa-calpush-{n}@westerveld.example',
      displayName: 'Calendar push {n}',
      count: 2,
    },
    group: { name: 'Calendar push', address: 'calendar-push@westerveld.example' },
  },
  cloud: {
    tenant: 'westerveld.onmicrosoft.example',
    usageLocation: 'NL',
    sku: 'ENTERPRISEPACK',
    accounts: {
      name: 'sa-calcloud-{n}',
      userPrincipalName: 'sa-calcloud-{n}@westerveld.example',
      displayName: 'Calendar push cloud {n}',
      count: 1,
    },
    group: { name: 'Calendar push cloud', address: 'calendar-push-cloud@westerveld.example' },
  },
  audience: { groups: ['Staff'] },
  vendor: {
    name: 'MyTimetable',
    clientId: '0f3a9d2c-1111-4222-8333-444455556666',
    handOverTo: 'support@timetable.example',
  },
};

/** The site of the stand-in run, with what a test wants otherwise. */
export const standInSite = (changes: Readonly<Record<string, unknown>> = {}): Site =>
  siteSchema.parse({ ...siteInput, ...changes });

/** Settings of a log: commands as JSON, the site's steps, one role, UTC. */
export const logSettings: LogSettings = {
  commandText: (command) =>
    command.target === 'graph'
      ? `Invoke-MgGraphRequest ${JSON.stringify(command.body)}`
      : `${command.cmdlet} ${JSON.stringify(command.parameters)}`,
  steps: [
    { id: 'connect', title: 'Connect' },
    { id: 'service-accounts', title: 'Service accounts' },
    { id: 'licences', title: 'Licences' },
    { id: 'security-group', title: 'Security group' },
    { id: 'calendar-permissions', title: 'Calendar permissions' },
    { id: 'hand-over', title: 'Hand-over' },
  ],
  roles: [
    {
      step: 'service-accounts',
      need: 'change',
      target: 'activeDirectory',
      role: 'Account Operators',
      for: 'making accounts',
    },
    {
      step: 'licences',
      need: 'change',
      target: 'graph',
      role: 'License Administrator',
      for: 'giving licences',
    },
  ],
  estimatedMs: 540_000,
  timeZone: 'Europe/Amsterdam',
};
