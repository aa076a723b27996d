import { writeFileSync } from 'node:fs';

/** Preloaded into a measured process: what it used goes to the file that `BENCH_USAGE_TO` names, when it ends. */
process.on('exit', () => {
  const file = process.env['BENCH_USAGE_TO'];
  if (file === undefined) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(file, JSON.stringify({ peakKb: maxRSS, cpuMs: (userCPUTime + systemCPUTime) / 1_000 }));
});
