using System.DirectoryServices.Protocols;
using System.Management.Automation;

namespace Microsoft.ActiveDirectory.Management.Commands;

[Cmdlet(VerbsCommon.Get, "ADDefaultDomainPasswordPolicy", DefaultParameterSetName = "Current")]
public sealed class GetADDefaultDomainPasswordPolicy : OfDomain
{
    private const int Complex = 1;

    [Parameter(ParameterSetName = "Identity", Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADDefaultDomainPasswordPolicy? Identity { get; set; }
    [Parameter(ParameterSetName = "Current", Position = 1)] public ADCurrentDomainType Current { get; set; }
    private protected override ADObject? Named => Identity;

    private protected override void Run()
    {
        var domain = NamesWith("pwdProperties", "minPwdLength", "pwdHistoryLength", "minPwdAge", "maxPwdAge", "lockoutThreshold", "lockoutDuration", "lockOutObservationWindow").Domain;
        Show(new ADDefaultDomainPasswordPolicy(domain.DistinguishedName),
            ("ComplexityEnabled", (DomainConnection.Number(domain, "pwdProperties") & Complex) != 0),
            ("DistinguishedName", domain.DistinguishedName),
            ("LockoutDuration", Properties.Span(domain, "lockoutDuration")),
            ("LockoutObservationWindow", Properties.Span(domain, "lockOutObservationWindow")),
            ("LockoutThreshold", DomainConnection.Number(domain, "lockoutThreshold")),
            ("MaxPasswordAge", Properties.Span(domain, "maxPwdAge")),
            ("MinPasswordAge", Properties.Span(domain, "minPwdAge")),
            ("MinPasswordLength", DomainConnection.Number(domain, "minPwdLength")),
            ("PasswordHistoryCount", DomainConnection.Number(domain, "pwdHistoryLength")));
    }
}

/// <summary>A fine-grained policy as it is shown.</summary>
internal static class FineGrained
{
    public const string Filter = "(objectClass=msDS-PasswordSettings)";

    public static readonly string[] Attributes =
    [
        "name", "objectGUID", "msDS-PasswordSettingsPrecedence", "msDS-PasswordComplexityEnabled", "msDS-MinimumPasswordLength", "msDS-PasswordHistoryLength",
        "msDS-MinimumPasswordAge", "msDS-MaximumPasswordAge", "msDS-LockoutThreshold", "msDS-LockoutDuration", "msDS-LockoutObservationWindow", "msDS-PSOAppliesTo",
    ];

    public static PSObject Shown(SearchResultEntry entry)
    {
        var shown = new PSObject(new ADFineGrainedPasswordPolicy(entry.DistinguishedName));
        foreach (var (name, value) in new (string, object?)[]
        {
            ("AppliesTo", DomainConnection.Texts(entry, "msDS-PSOAppliesTo")),
            ("ComplexityEnabled", DomainConnection.Text(entry, "msDS-PasswordComplexityEnabled") == "TRUE"),
            ("DistinguishedName", entry.DistinguishedName),
            ("LockoutDuration", Properties.Span(entry, "msDS-LockoutDuration")),
            ("LockoutObservationWindow", Properties.Span(entry, "msDS-LockoutObservationWindow")),
            ("LockoutThreshold", DomainConnection.Number(entry, "msDS-LockoutThreshold")),
            ("MaxPasswordAge", Properties.Span(entry, "msDS-MaximumPasswordAge")),
            ("MinPasswordAge", Properties.Span(entry, "msDS-MinimumPasswordAge")),
            ("MinPasswordLength", DomainConnection.Number(entry, "msDS-MinimumPasswordLength")),
            ("Name", DomainConnection.Text(entry, "name")),
            ("ObjectGUID", Properties.Value(entry, "objectGUID")),
            ("PasswordHistoryCount", DomainConnection.Number(entry, "msDS-PasswordHistoryLength")),
            ("Precedence", DomainConnection.Number(entry, "msDS-PasswordSettingsPrecedence")),
        }) shown.Properties.Add(new PSNoteProperty(name, value));
        return shown;
    }
}

/// <summary>Nothing comes back where the default policy applies, and where the fine-grained one may not be read. (facts-windows 14)</summary>
[Cmdlet(VerbsCommon.Get, "ADUserResultantPasswordPolicy")]
public sealed class GetADUserResultantPasswordPolicy : CredentialCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADUser Identity { get; set; } = null!;
    private protected override object Target => Identity;

    private protected override void Run()
    {
        var user = Found(Identity, Kind.User, ["msDS-ResultantPSO"]);
        if (DomainConnection.Text(user, "msDS-ResultantPSO") is { } policy && Domain.Entry(policy, FineGrained.Filter, FineGrained.Attributes) is { } entry)
            WriteObject(FineGrained.Shown(entry));
    }
}

[Cmdlet(VerbsCommon.Get, "ADFineGrainedPasswordPolicy", DefaultParameterSetName = "LdapFilter")]
public sealed class GetADFineGrainedPasswordPolicy : CredentialCmdlet
{
    [Parameter(ParameterSetName = "Identity", Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADFineGrainedPasswordPolicy? Identity { get; set; }
    [Parameter(ParameterSetName = "LdapFilter", Mandatory = true)] public string LDAPFilter { get; set; } = "";
    private protected override object? Target => Identity;

    private protected override void Run()
    {
        var named = Identity is null ? LDAPFilter : $"(|(name={Names.InFilter(Identity.Identity)})(distinguishedName={Names.InFilter(Identity.Identity)}))";
        var found = Domain.Search($"CN=Password Settings Container,CN=System,{Domain.DomainName}", ADSearchScope.OneLevel, $"(&{FineGrained.Filter}{named})", FineGrained.Attributes).ToList();
        if (Identity is not null && found.Count == 0)
            throw new ADIdentityNotFoundException($"Cannot find an object with identity: '{Identity}' under: '{Domain.DomainName}'.");
        foreach (var entry in found) WriteObject(FineGrained.Shown(entry));
    }
}
