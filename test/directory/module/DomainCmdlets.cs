using System.DirectoryServices.Protocols;
using System.Management.Automation;

namespace Microsoft.ActiveDirectory.Management.Commands;

/// <summary>Names of the domain, from its entry and the one that stands for it in the forest.</summary>
internal sealed record DomainNames(SearchResultEntry Domain, SearchResultEntry Reference)
{
    public string Dns => DomainConnection.Text(Reference, "dnsRoot") ?? "";
    public string NetBios => DomainConnection.Text(Reference, "nETBIOSName") ?? "";
    public string Sid => Names.Sid(DomainConnection.Bytes(Domain, "objectSid")!);

    public static DomainNames Of(DomainConnection connection, IEnumerable<string> attributes)
    {
        var domain = connection.Search(connection.DomainName, ADSearchScope.Base, "(objectClass=*)", [.. attributes, "objectSid", "objectGUID"]).First();
        var references = connection.Search("CN=Partitions," + connection.ConfigurationName, ADSearchScope.OneLevel,
            $"(&(objectClass=crossRef)(nCName={Names.InFilter(connection.DomainName)}))", ["dnsRoot", "nETBIOSName"]);
        return new DomainNames(domain, references.First());
    }

    /// <summary>Does this text name the domain?</summary>
    public bool Are(string identity) => new[] { Dns, NetBios, Sid, Domain.DistinguishedName, new Guid(DomainConnection.Bytes(Domain, "objectGUID")!).ToString() }
        .Contains(identity, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A cmdlet that reads something of the domain, which may be named.</summary>
public abstract class OfDomain : CredentialCmdlet
{
    private protected abstract ADObject? Named { get; }
    private protected override object? Target => Named;

    private protected DomainNames NamesWith(params string[] attributes)
    {
        var names = DomainNames.Of(Domain, attributes);
        if (Named is { } named && !names.Are(named.Identity))
            throw new ADIdentityNotFoundException($"Cannot find an object with identity: '{named}' under: '{Domain.DomainName}'.");
        return names;
    }

    private protected void Show(ADObject identity, params (string Name, object? Value)[] properties)
    {
        var shown = new PSObject(identity);
        foreach (var (name, value) in properties) shown.Properties.Add(new PSNoteProperty(name, value));
        WriteObject(shown);
    }
}

[Cmdlet(VerbsCommon.Get, "ADDomain", DefaultParameterSetName = "Current")]
public sealed class GetADDomain : OfDomain
{
    [Parameter(ParameterSetName = "Identity", Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADDomain? Identity { get; set; }
    [Parameter(ParameterSetName = "Current")] public ADCurrentDomainType Current { get; set; }
    private protected override ADObject? Named => Identity;

    private protected override void Run()
    {
        var names = NamesWith("name");
        Show(new ADDomain(Domain.DomainName),
            ("DNSRoot", names.Dns), ("NetBIOSName", names.NetBios), ("DistinguishedName", Domain.DomainName),
            ("DomainSID", names.Sid), ("Name", DomainConnection.Text(names.Domain, "name")), ("Forest", GetADForest.NameOf(Domain)),
            ("UsersContainer", $"CN=Users,{Domain.DomainName}"), ("DeletedObjectsContainer", $"CN=Deleted Objects,{Domain.DomainName}"),
            ("ObjectClass", "domainDNS"));
    }
}

[Cmdlet(VerbsCommon.Get, "ADForest", DefaultParameterSetName = "Current")]
public sealed class GetADForest : OfDomain
{
    [Parameter(ParameterSetName = "Identity", Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADForest? Identity { get; set; }
    [Parameter(ParameterSetName = "Current")] public ADCurrentForestType Current { get; set; }
    private protected override ADObject? Named => Identity;

    private protected override void Run()
    {
        NamesWith();
        var partitions = "CN=Partitions," + Domain.ConfigurationName;
        var container = Domain.Search(partitions, ADSearchScope.Base, "(objectClass=*)", ["uPNSuffixes"]).First();
        // Bit 2 of systemFlags: a domain, and not a partition of an application.
        var domains = Domain.Search(partitions, ADSearchScope.OneLevel, "(&(objectClass=crossRef)(systemFlags:1.2.840.113556.1.4.803:=2))", ["dnsRoot"]);
        Show(new ADForest(NameOf(Domain)),
            ("Name", NameOf(Domain)), ("RootDomain", NameOf(Domain)),
            ("Domains", domains.Select(one => DomainConnection.Text(one, "dnsRoot") ?? "").ToArray()),
            ("UPNSuffixes", DomainConnection.Texts(container, "uPNSuffixes")));
    }

    /// <summary>The DNS name of the forest's first domain.</summary>
    internal static string NameOf(DomainConnection connection) => connection.Root["ldapServiceName"][0].Split(':')[0];
}

/// <summary>
/// Without DNS there is nothing to discover in: `-Discover` gives the domain controller where the user is signed in, by
/// the name under which it can be reached; as with the real one its HostName is a list of one.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ADDomainController", DefaultParameterSetName = "Identity")]
public sealed class GetADDomainController : DirectoryCmdlet
{
    [Parameter(ParameterSetName = "Identity", Position = 0, ValueFromPipeline = true)] public ADDomainController? Identity { get; set; }
    [Parameter(ParameterSetName = "Identity")] public PSCredential? Credential { get; set; }
    [Parameter(ParameterSetName = "DiscoverByService", Mandatory = true)] public SwitchParameter Discover { get; set; }
    [Parameter(ParameterSetName = "DiscoverByService")] public string? DomainName { get; set; }
    [Parameter(ParameterSetName = "DiscoverByService")] public ADDiscoverableService[] Service { get; set; } = [];
    [Parameter(ParameterSetName = "DiscoverByService")] public SwitchParameter Writable { get; set; }
    private protected override object? Target => Identity;
    private protected override PSCredential? As => Credential;

    private protected override void Run()
    {
        if (Discover)
        {
            var nearest = DomainConnection.DefaultServer() ?? throw new ADServerDownException(
                "Unable to find a default server with Active Directory Web Services running.", 1355, "");
            Show(new string[] { nearest }, nearest);
            return;
        }
        var host = Domain.Root["dnsHostName"][0];
        if (Identity is { } named && !new[] { host, host.Split('.')[0], Domain.Server }.Contains(named.Identity, StringComparer.OrdinalIgnoreCase))
            throw new ADIdentityNotFoundException($"Cannot find an object with identity: '{named}' under: '{Domain.DomainName}'.");
        Show(host, host);
    }

    private void Show(object hostName, string host)
    {
        var shown = new PSObject(new ADDomainController(host));
        shown.Properties.Add(new PSNoteProperty("HostName", hostName));
        shown.Properties.Add(new PSNoteProperty("Name", host.Split('.')[0]));
        WriteObject(shown);
    }
}

[Cmdlet(VerbsCommon.Get, "ADRootDSE")]
public sealed class GetADRootDSE : CredentialCmdlet
{
    [Parameter] public string[] Properties { get; set; } = [];

    private protected override void Run()
    {
        var root = Domain.Search("", ADSearchScope.Base, "(objectClass=*)", ["*", .. Properties]).First();
        WriteObject(Management.Properties.Shown(new ADRootDSE(), root, root.Attributes.AttributeNames.Cast<string>()));
    }
}
