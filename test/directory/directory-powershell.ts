import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesOf, keptFolder } from '../stand-ins/kept-folder.ts';
import { hostProgram } from '../powershell/powershell-host.ts';

const source = join(import.meta.dirname, 'module');

/**
 * The test's PowerShell with the ActiveDirectory module of `module/` where PowerShell looks for modules by itself: in
 * `Modules` beside the engine. `Import-Module ActiveDirectory` then finds it as it finds the real one on Windows.
 */
export function directoryPowerShell(): string {
  const program = hostProgram();
  const host = dirname(program);
  const folder = keptFolder(
    'directory-powershell',
    [basename(host), ...filesOf(source, /\.(cs|csproj|psd1)$/u)],
    (mine) => {
      cpSync(host, mine, { recursive: true });
      build(join(mine, engineFolder(mine), 'Modules/ActiveDirectory'), join(mine, 'obj'));
      rmSync(join(mine, 'obj'), { recursive: true });
    },
  );
  return join(folder, basename(program));
}

/** $PSHOME is where the engine's assembly lies; a build for several platforms keeps one for each. */
function engineFolder(host: string): string {
  const [engine] = globSync(['*.dll', 'runtimes/unix/**/*.dll'], { cwd: host }).filter(
    (file) => basename(file) === 'System.Management.Automation.dll',
  );
  if (engine === undefined) throw new Error(`${host} has no engine.`);
  return dirname(engine);
}

function build(output: string, intermediate: string): void {
  const words = ['build', '-c', 'Release', '--nologo', '-v', 'quiet', '-o', output];
  // A server that stays behind would be a process that nobody stops.
  const alone = ['-p:UseSharedCompilation=false', '-nodeReuse:false'];
  const built = spawnSync('dotnet', [...words, `-p:BaseIntermediateOutputPath=${intermediate}/`, ...alone], {
    cwd: source,
    encoding: 'utf8',
  });
  if (built.status !== 0)
    throw new Error(`The ActiveDirectory module does not build:\n${built.stdout}${built.stderr}`);
}
