import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { powershellAnswer } from '../../commands/probe-answer.ts';
import type { Finding } from '../../run/finding.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';

interface Found {
  readonly version: string;
  readonly languageMode: string;
  readonly is64Bit: boolean;
  /** Release number of the .NET Framework; 0 where version 4 is not there at all. */
  readonly framework: number;
}

const id = 'prerequisite/windows-powershell';

/** Release of .NET Framework 4.7.2, which the Exchange Online module needs. (Microsoft Learn: how to determine which versions are installed) */
const framework472 = 461_808;

const frameworkKey = 'HKLM:\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full';

/** Windows PowerShell 5.1, 64-bit, in full language mode, with .NET Framework 4.7.2 or newer. */
export function windowsPowershell(): Resource {
  return resource<Found>({
    id,
    step: 'prerequisites',
    name: 'Windows PowerShell',
    kind: 'program on this computer',
    where: 'this computer',
    lane: 'computer',
    needs: [],
    async inspect(looker) {
      const powershell = await looker.probe({ probe: 'powershell' }, powershellAnswer);
      const release = await unlessNotFound(
        looker.read(
          cmdlet('computer', 'Get-ItemProperty', { Path: frameworkKey, Name: 'Release' }),
          z.object({ Release: z.number() }),
        ),
      );
      return { ...powershell, framework: release?.[0]?.Release ?? 0 };
    },
    judge: (found) => ({ properties: { ...found }, findings: findingsOf(found) }),
  });
}

function findingsOf(found: Found): readonly Finding[] {
  const findings: Finding[] = [];
  const about = {
    step: 'prerequisites',
    resource: id,
    where: 'Windows PowerShell on this computer',
  } as const;
  if (!isAtLeast51(found.version)) {
    findings.push({
      ...about,
      id: 'powershell-too-old',
      severity: 'stops',
      what: `Windows PowerShell ${found.version} is too old`,
      why: 'The modules for Active Directory and Exchange Online need Windows PowerShell 5.1.',
      do: 'Install Windows Management Framework 5.1, or use a computer with Windows 10, Windows Server 2016 or newer.',
    });
  }
  if (found.framework < framework472) {
    findings.push({
      ...about,
      id: 'net-framework-too-old',
      severity: 'stops',
      what: 'The .NET Framework of this computer is older than 4.7.2',
      why: 'The Exchange Online module needs .NET Framework 4.7.2 or newer.',
      do: 'Install .NET Framework 4.8 from Windows Update or dotnet.microsoft.com, then look again.',
    });
  }
  if (!found.is64Bit) {
    findings.push({
      ...about,
      id: 'powershell-32-bit',
      severity: 'stops',
      what: 'This is the 32-bit Windows PowerShell',
      why: 'The Active Directory module is not there in the 32-bit console.',
      do: 'Start the program from 64-bit Windows PowerShell.',
    });
  }
  if (found.languageMode !== 'FullLanguage') {
    findings.push({
      ...about,
      id: 'powershell-language-mode',
      severity: 'stops',
      what: `Windows PowerShell runs in ${found.languageMode} here`,
      why: "A rule of AppLocker or App Control allows only scripts that your organisation trusts. Microsoft's modules run, this program's own script does not.",
      do: 'Ask whoever manages AppLocker or App Control for a rule that trusts the publisher of this program. Until then, use "I\'ll do it by hand".',
    });
  }
  return findings;
}

function isAtLeast51(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 1);
}
