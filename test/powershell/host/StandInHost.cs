using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>A host without a person: it writes to the standard streams and refuses every question.</summary>
internal sealed class StandInHost : PSHost
{
    public int? ExitCode { get; private set; }
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "PowerShellStandIn";
    public override Version Version => new(1, 0);
    public override PSHostUserInterface UI { get; } = new StandInUserInterface();
    public override void EnterNestedPrompt() => throw new PSNotImplementedException();
    public override void ExitNestedPrompt() => throw new PSNotImplementedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}

internal sealed class StandInUserInterface : PSHostUserInterface
{
    public override PSHostRawUserInterface? RawUI => null;
    public override void Write(string value) => Console.Out.Write(value);
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Console.Out.Write(value);
    public override void WriteLine(string value) => Console.Out.WriteLine(value);
    public override void WriteErrorLine(string value) => Console.Error.WriteLine(value);
    public override void WriteDebugLine(string message) => Console.Out.WriteLine(message);
    public override void WriteVerboseLine(string message) => Console.Out.WriteLine(message);
    public override void WriteWarningLine(string message) => Console.Out.WriteLine(message);
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override string ReadLine() => throw Refused();
    public override SecureString ReadLineAsSecureString() => throw Refused();
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw Refused();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw Refused();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Refused();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowed, PSCredentialUIOptions options) => throw Refused();

    private static PSInvalidOperationException Refused() => new("PowerShell is in NonInteractive mode.");
}
