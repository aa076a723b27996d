import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A salted hash of a password: the practice site never holds the password itself. */
export function hashPassword(password: string): string {
  const salt = randomBytes(12).toString('base64');
  return `${salt}$${digest(salt, password)}`;
}

/** Is this the password that was hashed? False where there is none. */
export function matchesPassword(hash: string, password: string): boolean {
  const [salt, expected] = hash.split('$');
  if (salt === undefined || expected === undefined) return false;
  return timingSafeEqual(Buffer.from(expected), Buffer.from(digest(salt, password)));
}

const digest = (salt: string, password: string): string =>
  createHash('sha256').update(salt).update('\0').update(password).digest('base64');
