import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findPowerShell } from '../../../electron/powershell/find-powershell.ts';

/** A folder with a program of that name in it. */
function folderWith(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'powershell-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, name), '');
  chmodSync(join(folder, name), 0o755);
  return folder;
}

describe('PowerShell', () => {
  it.skipIf(process.platform === 'win32')('is the first on the path', () => {
    const [first, second] = [folderWith('pwsh'), folderWith('pwsh')];
    const path = [folderWith('something-else'), first, second].join(delimiter);
    expect(findPowerShell(undefined, { PATH: path })).toBe(join(first, 'pwsh'));
  });

  it.skipIf(process.platform === 'win32')('is not looked for in the current folder', () => {
    const here = relative(process.cwd(), folderWith('pwsh'));
    expect(findPowerShell(undefined, { PATH: ['.', here].join(delimiter) })).toBeUndefined();
  });

  it('is the one that was named, by its whole path, or none', () => {
    const named = join(folderWith('my-powershell'), 'my-powershell');
    expect(findPowerShell(relative(process.cwd(), named))).toBe(named);
    expect(findPowerShell(join(named, 'nothing'))).toBeUndefined();
  });
});
