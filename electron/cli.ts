#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';

enableCompileCache();
const [{ runCommandLine }, { processIo }, { verbs }] = await Promise.all([
  import('./cli/command-line.ts'),
  import('./cli/io.ts'),
  import('./cli/verbs.ts'),
]);

// Whoever reads the output may stop early, as `| head` does; the run and its record go on.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

const io = processIo({
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
});
process.exitCode = await runCommandLine(process.argv.slice(2), io, verbs);
