import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/**
 * The PowerShell of this computer, by its absolute path (a bare name would be looked for in the current folder first);
 * undefined where there is none. `named` is one that somebody named.
 */
export function findPowerShell(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  if (named !== undefined) return isProgram(resolve(named)) ? resolve(named) : undefined;
  if (process.platform === 'win32') {
    const windows = env['SystemRoot'] ?? 'C:\\Windows';
    // A 32-bit PowerShell lacks modules.
    const system = process.arch === 'ia32' ? 'Sysnative' : 'System32';
    const found = join(windows, system, 'WindowsPowerShell', 'v1.0', 'powershell.exe');
    return isProgram(found) ? found : undefined;
  }
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'pwsh'))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
