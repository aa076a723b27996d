using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Management.Automation;

namespace Microsoft.ActiveDirectory.Management;

/// <summary>
/// Attributes of LDAP as the properties that the real module shows. (facts-windows 14) What is not set is null; what was
/// not asked for is not there.
/// </summary>
internal static class Properties
{
    private const int Disabled = 0x2;
    private const int PasswordNotRequired = 0x20;
    private const int PasswordNeverExpires = 0x10000;
    private const int LockedOut = 0x10;
    private const int PasswordExpired = 0x800000;
    private const string Control = "userAccountControl";
    private const string Computed = "msDS-User-Account-Control-Computed";

    private sealed record Reading(string[] Attributes, Func<SearchResultEntry, object?> Value);

    /// <summary>Properties that are no attribute of their own name.</summary>
    private static readonly Dictionary<string, Reading> Readings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DistinguishedName"] = new([], entry => entry.DistinguishedName),
        ["ObjectClass"] = new(["objectClass"], entry => DomainConnection.Texts(entry, "objectClass").LastOrDefault()),
        ["SID"] = new(["objectSid"], entry => Value(entry, "objectSid")),
        ["Enabled"] = Flag(Control, Disabled, when: false),
        ["PasswordNotRequired"] = Flag(Control, PasswordNotRequired),
        ["PasswordNeverExpires"] = Flag(Control, PasswordNeverExpires),
        ["LockedOut"] = Flag(Computed, LockedOut),
        ["PasswordExpired"] = Flag(Computed, PasswordExpired),
        ["CannotChangePassword"] = new(["nTSecurityDescriptor"], entry =>
            DomainConnection.Bytes(entry, "nTSecurityDescriptor") is { } descriptor ? ChangePasswordRight.IsDenied(descriptor) : null),
        ["AccountExpirationDate"] = Time("accountExpires"),
        ["PasswordLastSet"] = Time("pwdLastSet"),
        ["LastLogonDate"] = Time("lastLogonTimestamp"),
        ["AccountLockoutTime"] = Time("lockoutTime"),
        ["Created"] = Same("whenCreated"),
        ["Modified"] = Same("whenChanged"),
        ["Deleted"] = Same("isDeleted"),
        ["EmailAddress"] = Same("mail"),
        ["Surname"] = Same("sn"),
        ["City"] = Same("l"),
        ["State"] = Same("st"),
        ["Country"] = Same("c"),
        ["Office"] = Same("physicalDeliveryOfficeName"),
        ["OfficePhone"] = Same("telephoneNumber"),
        ["Members"] = Same("member"),
        ["GroupScope"] = new(["groupType"], entry => ScopeOf(DomainConnection.Number(entry, "groupType"))),
        ["GroupCategory"] = new(["groupType"], entry =>
            DomainConnection.Number(entry, "groupType") < 0 ? ADGroupCategory.Security : ADGroupCategory.Distribution),
    };

    private static readonly HashSet<string> Several = new(
        ["memberOf", "member", "proxyAddresses", "servicePrincipalName", "msDS-PSOAppliesTo", "uPNSuffixes", "url", "otherTelephone"],
        StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Numbers = new(
        [Control, Computed, "primaryGroupID", "groupType", "adminCount", "sAMAccountType", "instanceType", "logonCount", "badPwdCount"],
        StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> LargeNumbers = new(
        ["accountExpires", "pwdLastSet", "lockoutTime", "badPasswordTime", "lastLogon", "lastLogonTimestamp", "uSNChanged", "uSNCreated"],
        StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Times = new(["whenCreated", "whenChanged", "currentTime"], StringComparer.OrdinalIgnoreCase);

    public static readonly string[] OfUser =
        ["DistinguishedName", "Enabled", "GivenName", "Name", "ObjectClass", "ObjectGUID", "SamAccountName", "SID", "Surname", "UserPrincipalName"];
    public static readonly string[] OfGroup =
        ["DistinguishedName", "GroupCategory", "GroupScope", "Name", "ObjectClass", "ObjectGUID", "SamAccountName", "SID"];
    public static readonly string[] OfUnit =
        ["City", "Country", "DistinguishedName", "Name", "ObjectClass", "ObjectGUID", "PostalCode", "State"];
    public static readonly string[] OfObject = ["DistinguishedName", "Name", "ObjectClass", "ObjectGUID"];
    /// <summary>As Get-ADGroupMember shows a member: its first letters are small.</summary>
    public static readonly string[] OfPrincipal = ["distinguishedName", "name", "objectClass", "objectGUID", "SamAccountName", "SID"];

    /// <summary>The attributes that have to be read for these properties.</summary>
    public static IEnumerable<string> Attributes(IEnumerable<string> names) => names
        .SelectMany(name => Readings.TryGetValue(name, out var reading) ? reading.Attributes : [name])
        .Append("objectClass").Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>An entry with these properties, in the spelling in which they were asked for.</summary>
    public static PSObject Shown(ADObject identity, SearchResultEntry entry, IEnumerable<string> names)
    {
        var shown = new PSObject(identity);
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var value = Readings.TryGetValue(name, out var reading) ? reading.Value(entry) : Value(entry, name);
            shown.Properties.Add(new PSNoteProperty(name, value));
        }
        return shown;
    }

    /// <summary>An attribute's value, with the type that its syntax in the schema asks for.</summary>
    public static object? Value(SearchResultEntry entry, string attribute)
    {
        if (Several.Contains(attribute)) return DomainConnection.Texts(entry, attribute);
        // .NET's security identifiers exist on Windows only; as data they are their text.
        if (Is(attribute, "objectSid")) return DomainConnection.Bytes(entry, attribute) is { } sid ? Names.Sid(sid) : null;
        if (Is(attribute, "objectGUID")) return DomainConnection.Bytes(entry, attribute) is { } guid ? new Guid(guid) : null;
        var texts = DomainConnection.Texts(entry, attribute);
        if (texts.Length == 0) return null;
        if (Numbers.Contains(attribute)) return int.Parse(texts[0], CultureInfo.InvariantCulture);
        if (LargeNumbers.Contains(attribute)) return long.Parse(texts[0], CultureInfo.InvariantCulture);
        if (Times.Contains(attribute)) return DateTime.ParseExact(texts[0], "yyyyMMddHHmmss'.0Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (texts is ["TRUE" or "FALSE"]) return texts[0] == "TRUE";
        return texts.Length == 1 ? texts[0] : texts;
    }

    /// <summary>A span that is kept as a negative number of 100 nanoseconds.</summary>
    public static TimeSpan? Span(SearchResultEntry entry, string attribute) =>
        DomainConnection.Text(entry, attribute) is { } text
            ? long.Parse(text, CultureInfo.InvariantCulture) is var ticks && ticks == long.MinValue ? TimeSpan.Zero : new TimeSpan(-ticks)
            : null;

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static ADGroupScope ScopeOf(int type) =>
        (type & 2) != 0 ? ADGroupScope.Global : (type & 4) != 0 ? ADGroupScope.DomainLocal : ADGroupScope.Universal;

    private static Reading Same(string attribute) => new([attribute], entry => Value(entry, attribute));

    private static Reading Flag(string attribute, int bit, bool when = true) => new([attribute], entry =>
        entry.Attributes[attribute] is null ? null : ((DomainConnection.Number(entry, attribute) & bit) != 0) == when);

    /// <summary>0 and the largest number both mean "never".</summary>
    private static Reading Time(string attribute) => new([attribute], entry =>
        DomainConnection.Text(entry, attribute) is { } text &&
        long.Parse(text, CultureInfo.InvariantCulture) is var ticks and not (0 or long.MaxValue) ? DateTime.FromFileTime(ticks) : null);
}
