import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { holdSite, siteHolder } from '../../../electron/store/site-hold.ts';
import { FolderNotWritable, SiteIsHeld, type Holder } from '../../../electron/store/store-problem.ts';
import { startChild, type Child } from '../../stand-ins/node-child.ts';
import { temporaryFolder } from './samples.ts';

const site = '7a1f7a5e-5a0c-4c0e-9a55-0d1f0c7b6a11';
const other = '00000000-0000-4000-8000-000000000000';

const me: Holder = {
  run: '2026-11-24-1401',
  pid: process.pid,
  computer: 'ADM01',
  since: '2026-11-24T14:01:00.000Z',
};

function hold(folder: string, siteId = site, holder = me): ReturnType<typeof holdSite> {
  const held = holdSite(folder, siteId, holder);
  onTestFinished(() => {
    held.release();
  });
  return held;
}

/** A child process that has the site now. */
async function heldByChild(folder: string): Promise<Child> {
  const child = startChild(new URL('children/holding-site.ts', import.meta.url), [
    folder,
    site,
    'of-the-child',
  ]);
  for await (const line of child.lines) {
    expect(line).toBe('held');
    return child;
  }
  throw new Error('The child ended.');
}

const refusal = (folder: string): SiteIsHeld => {
  try {
    hold(folder);
  } catch (thrown) {
    if (thrown instanceof SiteIsHeld) return thrown;
    throw thrown;
  }
  throw new Error('The site was not held.');
};

test('a second run on the site is refused, and told which process holds it and since when', async () => {
  const folder = temporaryFolder();
  const child = await heldByChild(folder);
  const refused = refusal(folder);
  expect(refused.by).toEqual({
    run: 'of-the-child',
    pid: child.process.pid,
    computer: 'ADM01',
    since: '2026-11-24T13:40:00.000Z',
  });
  expect(refused.message).toContain(`process ${child.process.pid ?? ''} on ADM01 since 2026-11-24T13:40`);
  expect(siteHolder(folder, site)).toEqual(refused.by);
});

test('a holder that died is recognised, and the site is free', async () => {
  const folder = temporaryFolder();
  const child = await heldByChild(folder);
  child.process.kill('SIGKILL');
  await child.ended;
  const held = hold(folder);
  expect(held.previousDied).toMatchObject({ run: 'of-the-child', pid: child.process.pid });
  expect(siteHolder(folder, site)).toEqual(me);
});

test('a holder that let go is not taken for a dead one', async () => {
  const folder = temporaryFolder();
  const child = await heldByChild(folder);
  child.process.stdin?.write('let go');
  await child.ended;
  expect(siteHolder(folder, site)).toBeUndefined();
  expect(hold(folder).previousDied).toBeUndefined();
});

test('in one process, too, a site is held once, and being refused does not loosen the hold', async () => {
  const folder = temporaryFolder();
  const held = hold(folder);
  expect(refusal(folder).by).toEqual(me);
  const child = startChild(new URL('children/holding-site.ts', import.meta.url), [
    folder,
    site,
    'of-the-child',
  ]);
  const lines: string[] = [];
  for await (const line of child.lines) lines.push(line);
  expect(lines).toEqual([`held by ${me.run}`]);
  held.release();
  held.release();
  hold(folder);
});

test("sites do not get in each other's way", () => {
  const folder = temporaryFolder();
  hold(folder);
  expect(hold(folder, other).previousDied).toBeUndefined();
});

test('a note beside the lock that can not be read does no harm', () => {
  const folder = temporaryFolder();
  hold(folder).release();
  writeFileSync(join(folder, 'sites', `${site}.hold.json`), '{"run":');
  expect(hold(folder).previousDied).toBeUndefined();
});

test('a folder that can not be made is refused', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => hold(file)).toThrow(FolderNotWritable);
});
