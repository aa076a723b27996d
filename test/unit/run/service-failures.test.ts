import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../shared/run/service-error.ts';
import {
  isAlreadyThere,
  isDenied,
  isNoEntry,
  isNotFound,
  isUnknownPrincipal,
  isUnsupportedQuery,
  unlessNotFound,
} from '../../../shared/run/service-failures.ts';
import { denied, notThere } from '../../stand-ins/scripted-looker.ts';

const failure = (id: string, exception = '', status?: number): ServiceError =>
  new ServiceError({
    target: 'exchange',
    kind: 'lasting',
    id,
    exception,
    text: 'Accès refusé',
    ...(status === undefined ? {} : { status }),
  });

describe('what a service means is told by ids, never by its text', () => {
  it.each(Object.entries(notThere))('%s: not there', (_, error) => {
    expect(isNotFound(error)).toBe(true);
    expect(isDenied(error)).toBe(false);
  });

  it.each([
    ['ActiveDirectoryServer:1316,Microsoft.ActiveDirectory.Management.Commands.NewADUser', ''],
    ['ActiveDirectoryServer:8648,Microsoft.ActiveDirectory.Management.Commands.NewADUser', ''],
    ['', 'Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException'],
    ['', 'MemberAlreadyExistsException'],
    ['Request_BadRequest', 'ObjectConflict'],
  ])('%s %s: already there', (id, exception) => {
    expect(isAlreadyThere(failure(id, exception))).toBe(true);
  });

  it('tells a missing right in Active Directory, Exchange and Graph', () => {
    expect(isDenied(denied.activeDirectory)).toBe(true);
    expect(isDenied(denied.graph)).toBe(true);
    expect(isDenied(failure('', 'CmdletAccessDeniedException'))).toBe(true);
    expect(isDenied(failure('', '', 403))).toBe(true);
    expect(isDenied(failure('ActiveDirectoryServer:1325,NewADUser'))).toBe(false);
  });

  it('tells "no such entry" from "no such person"', () => {
    expect(isNoEntry(failure('', 'UserNotFoundInPermissionEntryException'))).toBe(true);
    expect(isUnknownPrincipal(failure('', 'InvalidExternalUserIdException'))).toBe(true);
    expect(isNoEntry(failure('', 'InvalidExternalUserIdException'))).toBe(false);
  });

  it('never takes another error for an absence', async () => {
    expect(isNotFound(new Error('Cannot find an object'))).toBe(false);
    expect(isUnsupportedQuery(failure('Request_UnsupportedQuery'))).toBe(true);
    await expect(unlessNotFound(Promise.reject(notThere.graph))).resolves.toBeUndefined();
    await expect(unlessNotFound(Promise.reject(denied.graph))).rejects.toBe(denied.graph);
  });
});
