import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { NoSession } from '../../electron/powershell/session-failures.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';

/**
 * What a PowerShell is given over standard input until the bridge should stand: a program that keeps what it is given,
 * says that it is in FullLanguage, and ends behind the second script.
 */
export async function inputOfStart(workerScript: URL): Promise<string> {
  const folder = temporaryFolder();
  const program = join(folder, 'powershell');
  const kept = join(folder, 'input');
  writeFileSync(
    program,
    [
      `#!${process.execPath}`,
      `const { writeFileSync } = require('node:fs');`,
      `let input = '';`,
      `process.stdout.write('x FullLanguage 5.1\\n');`,
      `process.stdin.on('data', (chunk) => {`,
      `  input += chunk;`,
      `  if (input.split('\\n#end\\n').length === 3) { writeFileSync(${JSON.stringify(kept)}, input); process.exit(); }`,
      `});`,
    ].join('\n'),
  );
  chmodSync(program, 0o700);
  try {
    await BridgeSession.start(program, workerScript);
  } catch (problem) {
    if (!(problem instanceof NoSession)) throw problem;
  }
  return readFileSync(kept, 'utf8');
}
