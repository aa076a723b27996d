using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>
/// What tests want of the computer around PowerShell, by environment variables: the console's code page, the culture
/// (with a decimal comma, which no culture has where .NET knows no cultures) and the language mode.
/// </summary>
internal static class Surroundings
{
    public static PSLanguageMode? LanguageMode =>
        Named("LANGUAGE_MODE") is { } name ? Enum.Parse<PSLanguageMode>(name) : null;

    public static void Arrange()
    {
        if (Named("CULTURE") is { } name)
        {
            var culture = new CultureInfo(name) { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        }
        if (Named("CODE_PAGE") is { } page)
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            var encoding = Encoding.GetEncoding(int.Parse(page, CultureInfo.InvariantCulture));
            Console.SetIn(TextReader.Synchronized(new StreamReader(Console.OpenStandardInput(), encoding, false, 256)));
            // With code page 65001 the console begins with a byte order mark, as Windows' own does.
            Console.SetOut(TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput(), encoding) { AutoFlush = true }));
        }
    }

    private static string? Named(string what) => Environment.GetEnvironmentVariable("POWERSHELL_HOST_" + what);
}
