import { graphRefusal } from './errors.ts';

/** The words of which Microsoft's list of banned passwords is made here; the real list is not public. */
const banned = ['password', 'welcome', 'qwerty', 'letmein', 'admin123'];

const signs = /[@#$%^&*\-_!+=[\]{}|\\:',.?/`~"();<> ]/u;

/**
 * Holds a password against the cloud's rules: 8 to 256 characters, three of four classes, no Unicode, no banned word.
 * Throws Graph's refusal, which says the same whatever the matter is. (facts-microsoft365 2.2)
 */
export function checkPassword(password: string): void {
  const isAllowed = /^[A-Za-z0-9@#$%^&*\-_!+=[\]{}|\\:',.?/`~"();<> ]{8,256}$/u.test(password);
  const classes = [/[a-z]/u, /[A-Z]/u, /\d/u, signs].filter((rule) => rule.test(password)).length;
  const isBanned = banned.some((word) => password.toLowerCase().includes(word) && password.length < 16);
  if (!isAllowed || classes < 3 || isBanned) throw graphRefusal('weakPassword');
}
