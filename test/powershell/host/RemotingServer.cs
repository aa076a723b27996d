using System.Management.Automation;
using System.Reflection;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>
/// Behaves as `pwsh -s`: the server's end of PowerShell remoting over standard input and output. It is the engine's own;
/// only its entry is not public.
/// </summary>
internal static class RemotingServer
{
    public static bool Fits(string[] args) => args.Contains("-s");

    public static void Run()
    {
        var mediator = typeof(PSObject).Assembly.GetType("System.Management.Automation.Remoting.Server.StdIOProcessMediator")
            ?? throw new InvalidOperationException("This engine has no server for remoting over standard input.");
        var run = mediator.GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            ?? throw new InvalidOperationException("The server for remoting has another form than known.");
        // Text is "not said", a switch is off.
        var given = run.GetParameters().Select(one => one.ParameterType == typeof(bool) ? (object?)false : null);
        run.Invoke(null, [.. given]);
    }
}
