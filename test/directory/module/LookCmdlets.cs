using System.Management.Automation;

namespace Microsoft.ActiveDirectory.Management.Commands;

/// <summary>Finds objects: the one that an identity names, or all that match a filter of LDAP.</summary>
public abstract class LookCmdlet : CredentialCmdlet
{
    private protected const string ByIdentity = "Identity";
    private protected const string ByFilter = "LdapFilter";

    [Parameter(ParameterSetName = ByFilter, Mandatory = true)] public string LDAPFilter { get; set; } = "";
    [Parameter(ParameterSetName = ByFilter)] public string? SearchBase { get; set; }
    [Parameter(ParameterSetName = ByFilter)] public ADSearchScope SearchScope { get; set; } = ADSearchScope.Subtree;
    [Parameter(ParameterSetName = ByFilter)] public int ResultPageSize { get; set; } = 256;
    [Parameter(ParameterSetName = ByFilter)] public int? ResultSetSize { get; set; }
    [Parameter] public string[] Properties { get; set; } = [];

    private protected abstract Kind Kind { get; }
    private protected abstract ADObject? Named { get; }
    private protected virtual bool Deleted => false;
    private protected override object? Target => Named;

    private protected override void Run()
    {
        string[] names = [.. Kind.Shown, .. Properties];
        var attributes = Management.Properties.Attributes(names);
        if (Named is { } named)
        {
            var found = Found(named, Kind, attributes, Deleted);
            WriteObject(Management.Properties.Shown(Kind.Named(found.DistinguishedName), found, names));
            return;
        }
        var left = ResultSetSize ?? int.MaxValue;
        foreach (var entry in Domain.Search(SearchBase ?? Domain.DomainName, SearchScope, $"(&{Kind.Filter}{LDAPFilter})", attributes, Deleted, ResultPageSize))
        {
            if (left-- <= 0 || Stopping) return;
            WriteObject(Management.Properties.Shown(Kind.Named(entry.DistinguishedName), entry, names));
        }
    }
}

[Cmdlet(VerbsCommon.Get, "ADUser", DefaultParameterSetName = ByFilter)]
public sealed class GetADUser : LookCmdlet
{
    [Parameter(ParameterSetName = ByIdentity, Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADUser? Identity { get; set; }
    private protected override Kind Kind => Kind.User;
    private protected override ADObject? Named => Identity;
}

[Cmdlet(VerbsCommon.Get, "ADGroup", DefaultParameterSetName = ByFilter)]
public sealed class GetADGroup : LookCmdlet
{
    [Parameter(ParameterSetName = ByIdentity, Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADGroup? Identity { get; set; }
    private protected override Kind Kind => Kind.Group;
    private protected override ADObject? Named => Identity;
}

[Cmdlet(VerbsCommon.Get, "ADOrganizationalUnit", DefaultParameterSetName = ByFilter)]
public sealed class GetADOrganizationalUnit : LookCmdlet
{
    [Parameter(ParameterSetName = ByIdentity, Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADOrganizationalUnit? Identity { get; set; }
    private protected override Kind Kind => Kind.Unit;
    private protected override ADObject? Named => Identity;
}

[Cmdlet(VerbsCommon.Get, "ADObject", DefaultParameterSetName = ByFilter)]
public sealed class GetADObject : LookCmdlet
{
    [Parameter(ParameterSetName = ByIdentity, Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADObject? Identity { get; set; }
    [Parameter] public SwitchParameter IncludeDeletedObjects { get; set; }
    private protected override Kind Kind => Kind.Object;
    private protected override ADObject? Named => Identity;
    private protected override bool Deleted => IncludeDeletedObjects;
}
