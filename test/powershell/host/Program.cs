using CalendarPushSetup.PowerShellHost;

// Each way of running is a class of its own: "examine" is driven by JSON lines on standard input.
switch (args)
{
    case ["examine"]:
        new Examine(Console.OpenStandardInput(), Console.OpenStandardOutput()).Run();
        // A runspace that reuses its thread would keep the process alive.
        Environment.Exit(0);
        return 0;
    default:
        Console.Error.WriteLine("Usage: powershell-host examine");
        return 2;
}
