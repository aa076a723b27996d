import type { Refusal } from './refusal.ts';

/** What PowerShell itself refuses, before a service is asked. (facts-windows 3, 8, 15; ids: PowerShell's source) */
export const powershellRefusals: readonly Refusal[] = [
  {
    id: 'module-missing',
    of: ['activeDirectory'],
    signs: {
      ids: ['CommandNotFoundException', 'Modules_ModuleNotFound'],
      exceptions: ['CommandNotFoundException'],
    },
    why: 'The ActiveDirectory module is not on this computer, or is not seen by this PowerShell.',
    do: 'As administrator: Add-WindowsCapability -Online -Name Rsat.ActiveDirectory.DS-LDS.Tools~~~~0.0.1.0 (on a server: Install-WindowsFeature RSAT-AD-PowerShell). Then run the step again.',
  },
  {
    id: 'module-missing',
    of: ['exchangeOnline'],
    signs: { ids: ['Modules_ModuleNotFound'] },
    why: 'The ExchangeOnlineManagement module is not on this computer, or is not seen by this PowerShell.',
    do: 'Install-Module ExchangeOnlineManagement -Scope CurrentUser. Without internet: Save-Module on another computer, copy it to Documents\\WindowsPowerShell\\Modules, and Unblock-File what is in it.',
  },
  {
    id: 'cmdlet-missing',
    of: ['computer'],
    signs: { ids: ['CommandNotFoundException'], exceptions: ['CommandNotFoundException'] },
    why: 'This Windows does not have the command: it belongs to another edition, or to a feature that is not installed.',
    do: 'Look up what the step asks in the settings of Windows, or run the program on a computer with Windows Pro, Enterprise or Server.',
  },
  {
    id: 'module-of-another-version',
    of: ['activeDirectory'],
    signs: { ids: ['NamedParameterNotFound'] },
    why: 'The ActiveDirectory module on this computer does not know a setting that this step needs: it is older.',
    do: 'Run the program on a computer with the tools of Windows 10 or Windows Server 2016, or later.',
  },
  {
    id: 'module-does-not-load',
    signs: {
      ids: ['CouldNotAutoloadMatchingModule', 'CouldNotAutoImportMatchingModule', 'FormatXmlUpdateException'],
    },
    why: 'A module was found but does not load, mostly because that of another PowerShell stands first in PSModulePath.',
    do: 'Start the program from the Start menu rather than from PowerShell 7, and take entries that are not of Windows PowerShell out of PSModulePath.',
  },
  {
    id: 'scripts-not-allowed',
    signs: { ids: ['UnauthorizedAccess'], exceptions: ['PSSecurityException'] },
    why: "This computer's execution policy does not let the scripts of the module run.",
    do: 'Set-ExecutionPolicy RemoteSigned -Scope CurrentUser. Where Get-ExecutionPolicy -List shows MachinePolicy or UserPolicy, the group policy decides: ask whoever keeps it.',
  },
  {
    id: 'language-restricted',
    signs: {
      ids: [
        'MethodInvocationNotSupportedInConstrainedLanguage',
        'CannotCreateTypeConstrainedLanguage',
        'CannotCreateOnlyConstrainedLanguage',
        'MethodInvocationNotSupportedInNoLanguageMode',
        'ScriptsNotAllowed',
      ],
    },
    why: 'PowerShell runs here in a mode that does not allow scripts (AppLocker or Windows Defender Application Control).',
    do: 'Ask whoever keeps that rule to allow this program, run it on another computer, or carry the step out by hand.',
  },
  {
    id: 'no-powershell',
    signs: { ids: ['NoPowerShell'] },
    why: 'PowerShell did not start, or may not run what this program needs.',
    do: "Read the reason below. Windows PowerShell 5.1 must be able to start, in FullLanguage mode; where it can't, run the program on another computer, or carry the step out by hand.",
  },
  {
    id: 'powershell-ended',
    signs: { ids: ['PowerShellLost'] },
    why: 'The PowerShell session ended while the command ran, twice in a row: its program ended, or the way to the server broke. What the command did is judged by looking.',
    do: 'Look whether a security program stops powershell.exe and whether the server is reached, then run the step again: it looks before it writes.',
  },
  {
    id: 'took-too-long',
    signs: { ids: ['PowerShellStopped'] },
    why: 'The command took longer than it may and was stopped, twice in a row. What it did is judged by looking.',
    do: 'Run the step again at a quieter time: it looks before it writes.',
  },
  {
    id: 'asked-back',
    // InvalidOperation with PSInvalidOperationException is from memory; HostException was tried.
    signs: { exceptions: ['HostException', 'PSInvalidOperationException'] },
    why: 'The command wanted to ask a question, which nobody can answer here.',
    do: 'Send the run log to the maker of this program. The step can be carried out by hand meanwhile.',
  },
  {
    id: 'asked-wrongly',
    signs: {
      ids: [
        'AmbiguousParameterSet',
        'MissingMandatoryParameter',
        'NamedParameterNotFound',
        'CannotConvertArgument',
        'CannotConvertArgumentNoMessage',
        'ParameterArgumentTransformationError',
        'ParameterArgumentValidationError',
        'ParameterArgumentValidationErrorNullNotAllowed',
        'ParameterArgumentValidationErrorEmptyStringNotAllowed',
        'PositionalParameterNotFound',
      ],
      exceptions: [
        'ParameterBindingException',
        'ParameterBindingValidationException',
        'ParameterBindingArgumentTransformationException',
        'AmbiguousParameterSetException',
        'ParameterTransformationException',
      ],
    },
    why: 'The command does not take what it was given. That is a fault of this program, or a version that it does not know.',
    do: 'Send the run log to the maker of this program. The step can be carried out by hand meanwhile.',
  },
];
