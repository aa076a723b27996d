import { describe, expect, it } from 'vitest';
import type { BridgeError } from '../../../electron/powershell/frames.ts';
import { serviceFailure } from '../../../electron/powershell/service-failure.ts';
import { findingForFailure } from '../../../shared/run/failure-findings.ts';
import { resource } from '../../../shared/run/resource.ts';
import type { ServiceError } from '../../../shared/run/service-error.ts';
import {
  directoryRecords,
  exchangeRecords,
  onlineRecords,
  powershellRecords,
  remotingRecords,
  type Recorded,
} from './error-records.ts';

const remote = 'System.Management.Automation.RemoteException';

function recordOf(recorded: Recorded, text = recorded.text): BridgeError {
  const exception = recorded.exception ?? remote;
  return {
    ended: true,
    id: recorded.id,
    exception,
    category: 'NotSpecified',
    targetName: '',
    targetType: '',
    text,
    cmdlet: 'New-Thing',
    position: '',
    reason: recorded.reason ?? exception.slice(exception.lastIndexOf('.') + 1),
    number: recorded.number,
    serverText: recorded.serverText ?? '',
  };
}

const account = resource({
  id: 'account/sa-1',
  step: 'service-accounts',
  name: 'sa-calpush-1',
  kind: 'account',
  where: 'Active Directory',
  lane: 'activeDirectory',
  needs: [],
  inspect: () => Promise.resolve(undefined),
  judge: () => ({ state: 'absent' }),
});

const findingOf = (failure: ServiceError) => findingForFailure(failure, account, 'change');

describe.each([
  ['Active Directory', directoryRecords],
  ['Exchange Server', exchangeRecords],
  ['Exchange Online', onlineRecords],
  ['WinRM and Kerberos', remotingRecords],
  ['PowerShell', powershellRecords],
])('%s', (_, records) => {
  it.each(
    records.map(
      (recorded) => [recorded.id.replace(/\[[^\]]*\] ?/gu, ''), recorded.finding, recorded] as const,
    ),
  )('%s: %s', (__, finding, recorded) => {
    for (const text of [recorded.text, recorded.foreign ?? recorded.text]) {
      const failure = serviceFailure(recorded.target, recordOf(recorded, text));
      expect(failure).toMatchObject({ target: recorded.target, kind: recorded.kind });
      expect(failure.retryAfterMs).toBe(recorded.retryAfterMs);
      expect(failure.message.startsWith(text)).toBe(true);
      expect(findingOf(failure)).toMatchObject({
        id: finding,
        what: 'sa-calpush-1 could not be changed',
        where: expect.stringContaining('sa-calpush-1'),
        original: failure.message,
      });
    }
  });
});

describe('what stands behind a failure', () => {
  it('is the name where it was thrown, whatever way it came', () => {
    const exceptions = onlineRecords.map((one) => serviceFailure(one.target, recordOf(one)).exception);
    expect(exceptions.slice(0, 2)).toEqual([
      'ManagementObjectNotFoundException',
      'UserAlreadyExistsInPermissionEntryException',
    ]);
    const [noEntry, notThere] = exchangeRecords.map((one) => serviceFailure(one.target, recordOf(one)));
    expect(noEntry?.exception).toBe('UserNotFoundInPermissionEntryException');
    expect(notThere?.exception).toBe('ManagementObjectNotFoundException');
  });

  it('is told with what the directory server said, which names attribute and rule', () => {
    const [weak] = directoryRecords.filter(({ serverText }) => serverText !== undefined);
    if (weak === undefined) throw new Error('No such record.');
    const failure = serviceFailure('activeDirectory', recordOf(weak));
    expect(failure.number).toBe(1325);
    expect(failure.message).toBe(`${weak.text}\n${(weak.serverText ?? '').trim()}`);
  });

  it('is never taken from a name that looks like a reason', () => {
    const failure = serviceFailure(
      'exchange',
      recordOf({
        target: 'exchange',
        id: '23B091B0,Microsoft.Exchange.Management.RecipientTasks.GetMailbox',
        reason: 'ManagementObjectNotFoundException',
        text: "The operation couldn't be performed because object '|x.UnauthorizedAccessException|on-premises mastered Directory Sync objects' couldn't be found on 'DC01'.",
        kind: 'lasting',
        finding: 'not-there',
      }),
    );
    expect(findingOf(failure).id).toBe('not-there');
  });
});
