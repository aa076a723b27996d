#!/usr/bin/env -S node --max-semi-space-size=4 --max-old-space-size=512
import { enableCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';

// The flags above (in MB) are for runs over many people. What lives is some 25 MB whatever their number, but V8 would let
// its garbage grow to ten times that before it cleans up: 430 MB at 50,000 mailboxes, against 165 MB with them.
enableCompileCache();
const [{ runCommandLine }, { faultText }, { processIo }, { verbs }] = await Promise.all([
  import('./cli/command-line.ts'),
  import('./cli/fault.ts'),
  import('./cli/io.ts'),
  import('./cli/verbs.ts'),
]);

// Whoever reads the output may stop early, as `| head` does; the run and its record go on.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.on('uncaughtException', (fault) => {
  process.stderr.write(faultText(fault, process));
  process.exit(1);
});

const io = processIo({
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
});
process.exitCode = await runCommandLine(process.argv.slice(2), io, verbs);
