using CalendarPushSetup.PowerShellHost;

// Each way of running is a class of its own: "examine" is driven by JSON lines on standard input, the other by PowerShell's own arguments.
switch (args)
{
    case ["examine"]:
        new Examine(Console.OpenStandardInput(), Console.OpenStandardOutput()).Run();
        // A runspace that reuses its thread would keep the process alive.
        Environment.Exit(0);
        return 0;
    default:
        if (RemotingServer.Fits(args))
        {
            RemotingServer.Run();
            return 0;
        }
        if (CommandLine.Fits(args))
        {
            Environment.Exit(new CommandLine().Run());
            return 0;
        }
        Console.Error.WriteLine("Usage: powershell-host examine, or the arguments of powershell that end in -Command -");
        return 2;
}
