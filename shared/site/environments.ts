import type { Cloud } from './site.ts';

/** The hosts of one Microsoft cloud. */
export interface CloudEnvironment {
  readonly signInHost: string;
  readonly graphHost: string;
  readonly exchangeHost: string;
  /** `-ExchangeEnvironmentName` of Connect-ExchangeOnline. */
  readonly exchangeEnvironment: string;
}

/** Microsoft's clouds. (facts-microsoft365 8) */
export const environments: Readonly<Record<Cloud['environment'], CloudEnvironment>> = {
  worldwide: {
    signInHost: 'login.microsoftonline.com',
    graphHost: 'graph.microsoft.com',
    exchangeHost: 'outlook.office365.com',
    exchangeEnvironment: 'O365Default',
  },
  'us-government': {
    signInHost: 'login.microsoftonline.us',
    graphHost: 'graph.microsoft.us',
    exchangeHost: 'outlook.office365.us',
    exchangeEnvironment: 'O365USGovGCCHigh',
  },
  'us-government-dod': {
    signInHost: 'login.microsoftonline.us',
    graphHost: 'dod-graph.microsoft.us',
    exchangeHost: 'webmail.apps.mil',
    exchangeEnvironment: 'O365USGovDoD',
  },
  china: {
    signInHost: 'login.partner.microsoftonline.cn',
    graphHost: 'microsoftgraph.chinacloudapi.cn',
    exchangeHost: 'partner.outlook.cn',
    exchangeEnvironment: 'O365China',
  },
};
