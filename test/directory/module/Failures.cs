using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Management.Automation;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace Microsoft.ActiveDirectory.Management;

/// <summary>What the directory refused: the Win32 number, and the server's own words.</summary>
public class ADException(string message, int errorCode, string serverErrorMessage) : Exception(message)
{
    public int ErrorCode { get; } = errorCode;
    public string ServerErrorMessage { get; } = serverErrorMessage;
}

public class ADIdentityAlreadyExistsException(string message, int errorCode, string server) : ADException(message, errorCode, server);

public class ADPasswordComplexityException(string message, int errorCode, string server) : ADException(message, errorCode, server);

public class ADInvalidPasswordException(string message, int errorCode, string server) : ADException(message, errorCode, server);

public class ADServerDownException(string message, int errorCode, string server) : ADException(message, errorCode, server);

public class ADFilterException(string message, int errorCode, string server) : ADException(message, errorCode, server);

public class ADIdentityResolutionException(string message) : ADException(message, 0, "");

public class ADIdentityNotFoundException(string message) : ADIdentityResolutionException(message);

/// <summary>
/// Refusals as error records with the ids of the real module. (facts-windows 13) Samba's extended code is the Windows
/// error number in hexadecimal, so most need no table.
/// </summary>
internal static partial class Failures
{
    public static ErrorRecord Record(Exception problem, object? target) => problem switch
    {
        ADServerDownException down => Server(down, ErrorCategory.ResourceUnavailable, target),
        ADIdentityAlreadyExistsException exists => Server(exists, ErrorCategory.ResourceExists, target),
        ADPasswordComplexityException or ADInvalidPasswordException => Server((ADException)problem, ErrorCategory.InvalidData, target),
        ADIdentityNotFoundException => Cmdlet(problem, ErrorCategory.ObjectNotFound, target),
        ADIdentityResolutionException => Cmdlet(problem, ErrorCategory.InvalidData, target),
        ADException refused => Server(refused, ErrorCategory.NotSpecified, target),
        AuthenticationException => Cmdlet(problem, ErrorCategory.SecurityError, target),
        ArgumentException => Cmdlet(problem, ErrorCategory.InvalidArgument, target),
        _ => Cmdlet(problem, ErrorCategory.NotSpecified, target),
    };

    private static ErrorRecord Server(ADException problem, ErrorCategory category, object? target) =>
        new(problem, string.Create(CultureInfo.InvariantCulture, $"ActiveDirectoryServer:{problem.ErrorCode}"), category, target);

    private static ErrorRecord Cmdlet(Exception problem, ErrorCategory category, object? target) =>
        new(problem, $"ActiveDirectoryCmdlet:{problem.GetType().FullName}", category, target);

    /// <summary>What LDAP answered, as the real module throws it.</summary>
    /// <param name="problem">The exception of the LDAP client.</param>
    /// <param name="addedClass">The class of the object that was being added, or null.</param>
    public static Exception Translated(Exception problem, string? addedClass = null) => problem switch
    {
        DirectoryOperationException { Response: { } response } => Refused(response.ResultCode, response.ErrorMessage ?? "", addedClass),
        LdapException { ErrorCode: 49 } => new AuthenticationException("The server has rejected the client credentials.", problem),
        LdapException { ErrorCode: 81 or 85 or 91 or -1 } => Down(problem.Message),
        LdapException { ErrorCode: 87 } => new ADFilterException("The search filter cannot be recognized", 8254, problem.Message),
        LdapException ldap => Refused((ResultCode)ldap.ErrorCode, ldap.ServerErrorMessage ?? ldap.Message, addedClass),
        _ => problem,
    };

    public static ADServerDownException Down(string detail) => new(
        "Unable to contact the server. This may be because this server does not exist, it is currently down, or it does not have the Active Directory Web Services running.",
        0, detail);

    private static Exception Refused(ResultCode code, string said, string? addedClass)
    {
        var number = Number(code, said, addedClass);
        var text = Texts.GetValueOrDefault(number, said);
        return number switch
        {
            1325 => new ADPasswordComplexityException(text, number, said),
            86 => new ADInvalidPasswordException(text, number, said),
            1316 or 1318 => new ADIdentityAlreadyExistsException(text, number, said),
            8240 => new ADIdentityNotFoundException("Directory object not found"),
            _ => new ADException(text, number, said),
        };
    }

    /// <summary>The Windows error number. Where Samba gives another one than Windows, Windows' own is put in its place.</summary>
    private static int Number(ResultCode code, string said, string? addedClass)
    {
        var extended = Extended().Match(said);
        var number = extended.Success
            ? int.Parse(extended.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : 0;
        // A taken sAMAccountName is 00002071 in Samba; Windows answers 1316 for users (also for a taken name), 1318 for groups.
        if (number == 8305 && addedClass == "user") return 1316;
        if (number == 8305 && said.Contains("sAMAccountName", StringComparison.OrdinalIgnoreCase)) return addedClass == "group" ? 1318 : 1316;
        // A taken UPN is 0000202F, a constraint violation, in Samba.
        if (number == 8239 && said.Contains("userPrincipalName", StringComparison.OrdinalIgnoreCase)) return 8648;
        if (number != 0) return number;
        return code switch
        {
            ResultCode.NoSuchObject => 8240,
            ResultCode.EntryAlreadyExists => addedClass == "user" ? 1316 : 8305,
            ResultCode.InsufficientAccessRights => 8344,
            ResultCode.ConstraintViolation => 8239,
            ResultCode.InvalidDNSyntax => 8335,
            ResultCode.UnwillingToPerform => 8245,
            ResultCode.SizeLimitExceeded => 8227,
            ResultCode.Referral => 8235,
            _ => 8224,
        };
    }

    private static readonly Dictionary<int, string> Texts = new()
    {
        [86] = "The specified network password is not correct",
        [1316] = "The specified account already exists",
        [1318] = "The specified group already exists",
        [1325] = "The password does not meet the length, complexity, or history requirement of the domain.",
        [8305] = "An attempt was made to add an object to the directory with a name that is already in use",
        [8344] = "Insufficient access rights to perform the operation",
        [8335] = "The object name has bad syntax",
        [8648] = "The operation failed because UPN value provided for addition/modification is not unique forest-wide",
    };

    [GeneratedRegex("^([0-9A-Fa-f]{8}):")]
    private static partial Regex Extended();
}
