using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>
/// Behaves as `powershell -NoLogo -NoProfile -NonInteractive -InputFormat Text -OutputFormat Text -NoExit -Command -`:
/// standard input is run line by line as typed at a prompt; an incomplete statement collects lines until an empty one.
/// It reads from Console.In, the same object that a script gets, so a line read by the script is not seen here.
/// What differs from computer to computer is set by <see cref="Surroundings"/>.
/// </summary>
internal sealed class CommandLine
{
    private static readonly HashSet<string> Switches =
        new(["-NoLogo", "-NoProfile", "-NonInteractive", "-NoExit", "-Sta", "-Mta"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> WithValue =
        new(["-InputFormat", "-OutputFormat"], StringComparer.OrdinalIgnoreCase);

    private readonly StandInHost host = new();

    /// <summary>Are these the arguments of a PowerShell that reads its commands from standard input?</summary>
    public static bool Fits(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            if (args[index].Equals("-Command", StringComparison.OrdinalIgnoreCase))
                return index == args.Length - 2 && args[index + 1] == "-";
            if (WithValue.Contains(args[index])) index++;
            else if (!Switches.Contains(args[index])) return false;
        }
        return false;
    }

    public int Run()
    {
        Surroundings.Arrange();
        using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        if (Surroundings.LanguageMode is { } mode) runspace.SessionStateProxy.LanguageMode = mode;
        while (host.ExitCode is null && ReadStatement() is { } statement) RunStatement(runspace, statement);
        return host.ExitCode ?? 0;
    }

    private static string? ReadStatement()
    {
        var text = ReadLine();
        if (text is null || !IsIncomplete(text)) return text;
        while (ReadLine() is { Length: > 0 } line) text += "\n" + line;
        return text;
    }

    /// <summary>Character by character, so that nothing behind the line end is taken away from a script.</summary>
    private static string? ReadLine()
    {
        var line = new System.Text.StringBuilder();
        for (; ; )
        {
            var next = Console.In.Read();
            if (next < 0) return line.Length == 0 ? null : line.ToString();
            if (next == '\n') return line.ToString();
            if (next != '\r') line.Append((char)next);
        }
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }

    private void RunStatement(Runspace runspace, string text)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        try
        {
            shell.AddScript(text).AddCommand("Out-Default");
            shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = true });
        }
        catch (RuntimeException problem)
        {
            host.UI.WriteErrorLine(problem.Message);
        }
    }
}
