/** Ids of prerequisites that other prerequisites refer to. */
export const executionPolicyId = 'prerequisite/execution-policy';
export const exchangeOnlineModuleId = 'prerequisite/exchange-online-module';
