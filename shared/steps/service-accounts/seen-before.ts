import type { SiteMemory } from '../../run/ports.ts';

/**
 * Is a new password still to be set? It is in effect once the time of the last password differs from the one at the
 * first look. An account that was not there then gets its password when it is made.
 */
export function firstLook(isWanted: boolean): (passwordSetAt: string | null | undefined) => boolean {
  let first: { readonly passwordSetAt: string | null | undefined } | undefined;
  return (passwordSetAt) => {
    first ??= { passwordSetAt };
    return isWanted && first.passwordSetAt !== undefined && passwordSetAt === first.passwordSetAt;
  };
}

/** Tells an account from its namesake: remembers the lasting id of the first one that was seen. */
export function recognise(memory: SiteMemory, resource: string, identity: string): 'known' | 'another' {
  const remembered = memory.identity(resource) ?? '';
  if (remembered === '') memory.rememberIdentity(resource, identity);
  return remembered === '' || remembered.toLowerCase() === identity.toLowerCase() ? 'known' : 'another';
}
