import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** A program of these lines of shell, gone when the test has ended. */
export function shellProgram(...lines: readonly string[]): string {
  const path = join(temporaryFolder(), 'powershell');
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
  return path;
}
