import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/commands/value.ts';
import { prerequisites } from '../../../shared/steps/prerequisites.ts';
import { denied, notThere, type Script } from '../../stand-ins/scripted-looker.ts';
import { changeOf, exampleSite, idsOf, resourcesOf, sightOf } from '../../stand-ins/step-under-test.ts';

const cloud = exampleSite('seed-cloud');
const onPremises = exampleSite('seed-on-premises');
const hybrid = exampleSite('hybrid');

const look = (id: string, script: Script, site = hybrid) =>
  sightOf(prerequisites, site, `prerequisite/${id}`, script);

describe('which prerequisites a site has', () => {
  it.each([
    [
      'on-premises',
      onPremises,
      [
        'windows-powershell',
        'logging-policies',
        'active-directory-module',
        'reach/dev.eveoh.local',
        'reach/ex01.dev.eveoh.local',
        'clock/dev.eveoh.local',
      ],
    ],
    [
      'Microsoft 365',
      cloud,
      [
        'windows-powershell',
        'logging-policies',
        'execution-policy',
        'exchange-online-module',
        'reach/login.microsoftonline.com',
        'reach/graph.microsoft.com',
        'reach/outlook.office365.com',
        'clock/login.microsoftonline.com',
        'ews',
        'sign-in-policies',
      ],
    ],
  ])('%s', async (_, site, expected) => {
    const found = idsOf(await resourcesOf(prerequisites, site)).map((id) => id.replace('prerequisite/', ''));
    expect(found).toEqual(expected);
  });

  it('asks nothing about EWS where the vendor connects by Graph', async () => {
    const byGraph = { ...cloud, connection: 'service-account-graph' } as const;
    expect(idsOf(await resourcesOf(prerequisites, byGraph))).not.toContain('prerequisite/ews');
  });
});

describe('Windows PowerShell', () => {
  const powershell = (answer: Record<string, Json>, release: Json = 533320): Script => ({
    probes: {
      powershell: { version: '5.1.26100.1', languageMode: 'FullLanguage', is64Bit: true, ...answer },
    },
    answers: [{ to: 'Get-ItemProperty', rows: [{ Release: release }] }],
  });

  it('5.1, 64-bit, in full language mode with a recent .NET Framework is in order', async () => {
    expect(await look('windows-powershell', powershell({}))).toMatchObject({ changes: [], findings: [] });
  });

  it.each<[string, Script]>([
    ['powershell-too-old', powershell({ version: '4.0' })],
    ['powershell-32-bit', powershell({ is64Bit: false })],
    ['powershell-language-mode', powershell({ languageMode: 'ConstrainedLanguage' })],
    ['net-framework-too-old', powershell({}, 461_310)],
    [
      'net-framework-too-old',
      { ...powershell({}), answers: [{ to: 'Get-ItemProperty', failure: notThere.computer }] },
    ],
  ])('%s stops', async (id, script) => {
    expect((await look('windows-powershell', script)).findings).toMatchObject([{ id, severity: 'stops' }]);
  });
});

describe('the execution policy', () => {
  const policies = (set: Record<string, string>): Script => ({
    answers: [
      {
        to: 'Get-ExecutionPolicy',
        rows: ['MachinePolicy', 'UserPolicy', 'Process', 'CurrentUser', 'LocalMachine'].map((Scope) => ({
          Scope,
          ExecutionPolicy: set[Scope] ?? 'Undefined',
        })),
      },
    ],
  });

  it.each([
    ['nothing is set, which means Restricted', {}, 'Undefined'],
    ['the user has set Restricted', { CurrentUser: 'Restricted', LocalMachine: 'Bypass' }, 'Restricted'],
  ])('is set for the current user only where %s', async (_, set, before) => {
    const sight = await look('execution-policy', policies(set));
    const parameters = (policy: string) => ({
      ExecutionPolicy: policy,
      Scope: 'CurrentUser',
      Force: true,
      Confirm: false,
    });
    expect(changeOf(sight, 'allow-for-current-user')).toMatchObject({
      command: { cmdlet: 'Set-ExecutionPolicy', parameters: parameters('RemoteSigned') },
      undo: { command: { parameters: parameters(before) } },
    });
  });

  it('is left alone where it suffices', async () => {
    expect((await look('execution-policy', policies({ LocalMachine: 'RemoteSigned' }))).changes).toEqual([]);
  });

  it('that group policy sets is a finding: nothing else has effect', async () => {
    const sight = await look(
      'execution-policy',
      policies({ MachinePolicy: 'AllSigned', CurrentUser: 'RemoteSigned' }),
    );
    expect(sight.changes).toEqual([]);
    expect(sight.findings).toMatchObject([{ id: 'execution-policy-by-group-policy', severity: 'stops' }]);
  });
});

it('logging policies are told before anything is done, and change nothing', async () => {
  const sight = await look('logging-policies', {
    answers: [
      {
        to: 'Get-ItemProperty',
        with: { Path: 'HKCU:\\Software\\Policies\\Microsoft\\Windows\\PowerShell\\Transcription' },
        rows: [{ EnableTranscripting: 1 }],
      },
      { to: 'Get-ItemProperty', failure: notThere.computer },
    ],
  });
  expect(sight.changes).toEqual([]);
  expect(sight.findings).toMatchObject([{ id: 'logging-transcription', severity: 'to-know' }]);
});

describe('modules', () => {
  const modules = (versions: Record<string, readonly string[]>): Script => ({
    answers: Object.entries({
      ActiveDirectory: [],
      ExchangeOnlineManagement: [],
      PowerShellGet: [],
      ...versions,
    }).map(([Name, list]) => ({
      to: 'Get-Module',
      with: { Name },
      rows: list.map((Version) => ({ Version })),
    })),
  });

  it('of Active Directory need an administrator, so they are a finding with the commands', async () => {
    const sight = await look('active-directory-module', modules({}));
    expect(sight).toMatchObject({ state: 'absent', changes: [] });
    expect(sight.findings[0]?.do).toContain('Add-WindowsCapability');
    const there = await look('active-directory-module', modules({ ActiveDirectory: ['1.0.1.0'] }));
    expect(there).toMatchObject({ state: 'there', findings: [] });
  });

  it.each<[string, Record<string, readonly string[]>, readonly string[]]>([
    ['is installed for the current user', { PowerShellGet: ['1.0.0.1', '2.2.5'] }, ['install']],
    [
      'needs a package provider first on a bare Windows',
      { PowerShellGet: ['1.0.0.1'] },
      ['install-nuget-provider', 'install'],
    ],
    [
      'that is too old gets a newer one',
      { ExchangeOnlineManagement: ['2.0.5', '3.0.0'], PowerShellGet: ['2.2.5'] },
      ['install'],
    ],
    ['of the newest version counts', { ExchangeOnlineManagement: ['3.9.2', '3.10.1'] }, []],
  ])('of Exchange Online %s', async (_, versions, expected) => {
    expect(idsOf((await look('exchange-online-module', modules(versions))).changes)).toEqual(expected);
  });
});

describe('a host', () => {
  const reach = (answer: Record<string, Json>): Script => ({
    probes: { 'reach graph.microsoft.com': { reached: true, milliseconds: 12, ...answer } },
  });

  it('that answers is in order', async () => {
    expect(await look('reach/graph.microsoft.com', reach({}))).toMatchObject({
      state: 'there',
      findings: [],
    });
  });

  it.each<[Record<string, Json>, string]>([
    [{ reason: 'name' }, 'name was not found'],
    [{ reason: 'time-out' }, 'No answer came in time'],
    [{ reason: 'certificate', certificateOf: 'CN=Proxy' }, '"CN=Proxy"'],
  ])('that does not stops, and says what failed: %j', async (answer, why) => {
    const sight = await look('reach/graph.microsoft.com', reach({ reached: false, ...answer }));
    expect(sight.findings).toMatchObject([{ id: 'host-not-reached', severity: 'stops' }]);
    expect(sight.findings[0]?.why).toContain(why);
  });

  it('has a clock that must agree to five minutes', async () => {
    const clock = (skewMs: number): Script => ({ probes: { 'clock login.microsoftonline.com': { skewMs } } });
    expect((await look('clock/login.microsoftonline.com', clock(299_000))).findings).toEqual([]);
    const behind = await look('clock/login.microsoftonline.com', clock(-600_000));
    expect(behind.findings).toMatchObject([{ id: 'clock-differs', severity: 'stops' }]);
    expect(behind.findings[0]?.what).toContain('10 minutes behind');
  });
});

describe('EWS in the tenant', () => {
  const clientId = 'aaaaaaaa-0000-4000-8000-000000000001';
  const withVendor = { ...cloud, vendor: { ...cloud.vendor, name: 'Vendor', clientId } };
  const ews = (organization: Record<string, Json>, mailbox: Json = { EwsEnabled: true }): Script => ({
    answers: [
      {
        to: 'Get-OrganizationConfig',
        with: { RetrieveEwsOperationAccessPolicy: true },
        rows: [organization],
      },
      { to: 'Get-CASMailbox', rows: [mailbox] },
    ],
  });

  it('is in order where the vendor is allowed, and its end is told', async () => {
    const sight = await look(
      'ews',
      ews({ EwsEnabled: true, EwsAllowedAppIDs: `x,${clientId.toUpperCase()}` }),
      withVendor,
    );
    expect(sight.changes).toEqual([]);
    expect(sight.findings).toMatchObject([{ id: 'ews-ends', severity: 'to-know' }]);
  });

  it.each<[string, 'stops' | 'to-know', Record<string, Json>]>([
    ['ews-blocked', 'stops', { EwsEnabled: false }],
    ['ews-vendor-not-allowed', 'stops', { EwsEnabled: true, EwsAllowedAppIDs: 'x' }],
    ['ews-not-decided', 'to-know', { EwsEnabled: null }],
  ])('%s (%s) keeps those on the list in its way out', async (id, severity, organization) => {
    const sight = await look('ews', ews(organization), withVendor);
    expect(sight.changes).toEqual([]);
    expect(sight.findings).toMatchObject([{ id: 'ews-ends' }, { id, severity }]);
    const list = organization['EwsAllowedAppIDs'] === 'x' ? `x,${clientId}` : clientId;
    expect(sight.findings[1]?.do).toContain(`-EwsAllowedAppIDs "${list}"`);
  });

  it('needs the client id of the vendor, and each mailbox to allow it', async () => {
    const sight = await look('ews', ews({ EwsEnabled: true }, { EwsEnabled: false }), cloud);
    expect(idsOf(sight.findings)).toEqual([
      'ews-ends',
      'vendor-client-id-unknown',
      'ews-blocked-for-account',
    ]);
  });

  it('has ended on 1 April 2027', async () => {
    const script = { ...ews({ EwsEnabled: true, EwsAllowedAppIDs: clientId }), now: '2027-04-01T00:00:00Z' };
    expect((await look('ews', script, withVendor)).findings).toMatchObject([
      { id: 'ews-has-ended', severity: 'stops' },
    ]);
  });
});

describe('whether a service account can sign in', () => {
  const policy = (users: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
    displayName: 'MFA for all users',
    state: 'enabled',
    conditions: {
      users: { includeUsers: ['All'], ...users },
      applications: { includeApplications: ['All'] },
    },
    grantControls: { builtInControls: ['mfa'] },
    ...more,
  });
  const policies = (isEnabled: boolean, rows: readonly Json[]): Script => ({
    answers: [
      { to: 'GET /policies/', rows: [{ isEnabled }] },
      { to: 'GET /identity/', rows },
      { to: 'GET /users/', rows: [{ id: 'user-1' }] },
    ],
  });

  it.each<[string, readonly Json[]]>([
    ['there are no policies', []],
    ['the account is left out', [policy({ excludeUsers: ['user-1'] })]],
    ['the policy only reports', [policy({}, { state: 'enabledForReportingButNotEnforced' })]],
    [
      'the policy asks for nothing that it cannot give',
      [policy({}, { grantControls: { builtInControls: [] } })],
    ],
  ])('is in order where %s', async (_, rows) => {
    expect((await look('sign-in-policies', policies(false, rows), cloud)).findings).toEqual([]);
  });

  it('is stopped by security defaults, and in doubt under Conditional Access', async () => {
    const defaults = await look('sign-in-policies', policies(true, []), cloud);
    expect(defaults.findings).toMatchObject([{ id: 'security-defaults-on', severity: 'stops' }]);
    const access = await look('sign-in-policies', policies(false, [policy({ excludeGroups: ['g'] })]), cloud);
    expect(access.findings).toMatchObject([{ id: 'conditional-access-applies', severity: 'to-know' }]);
  });

  it('that may not be looked at is its own answer, with the sentence to send', async () => {
    const sight = await look(
      'sign-in-policies',
      {
        answers: [
          { to: 'GET /policies/', failure: denied.graph },
          { to: 'GET /identity/', failure: denied.graph },
          { to: 'GET /users/', failure: notThere.graph },
        ],
      },
      cloud,
    );
    expect(sight.findings).toMatchObject([{ id: 'sign-in-policies-not-readable', severity: 'to-know' }]);
    expect(sight.findings[0]?.do).toContain(cloud.cloud?.accounts.userPrincipalName ?? 'no account');
  });
});

it('says which roles it needs, in the house words', () => {
  const roles = [onPremises, cloud, hybrid].flatMap((site) => prerequisites.roles(site).look);
  expect(roles.map((role) => role.role)).toContain('Security Reader');
  expect(prerequisites.purpose).not.toMatch(/please|error|failed to|invalid|successfully|!/iu);
  expect(prerequisites.byHandTool(cloud)).toBe('Windows PowerShell');
});
