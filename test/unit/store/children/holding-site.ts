import { writeSync } from 'node:fs';
import { holdSite, type SiteHold } from '../../../../electron/store/site-hold.ts';
import { SiteIsHeld } from '../../../../electron/store/store-problem.ts';

/** A process that takes a site, says so on standard output, and keeps it until it is ended or told to let go; or says who has it. */
const [folder = '', site = '', run = ''] = process.argv.slice(2);

function taken(): SiteHold {
  try {
    return holdSite(folder, site, {
      run,
      pid: process.pid,
      computer: 'ADM01',
      since: '2026-11-24T13:40:00.000Z',
    });
  } catch (thrown) {
    if (!(thrown instanceof SiteIsHeld)) throw thrown;
    writeSync(1, `held by ${thrown.by?.run ?? 'nobody known'}\n`);
    process.exit(0);
  }
}

const hold = taken();
writeSync(1, 'held\n');
process.stdin.on('data', () => {
  hold.release();
  process.exit(0);
});
