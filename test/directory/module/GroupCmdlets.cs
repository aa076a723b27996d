using System.Collections;
using System.DirectoryServices.Protocols;
using System.Management.Automation;

namespace Microsoft.ActiveDirectory.Management.Commands;

/// <summary>The type of a group: its scope, and a high bit for security groups. (facts-exchange 3.2)</summary>
internal static class GroupTypes
{
    private const int Security = int.MinValue;

    private static int Bit(ADGroupScope scope) => scope switch { ADGroupScope.Global => 2, ADGroupScope.DomainLocal => 4, _ => 8 };

    public static int Type(ADGroupScope scope, ADGroupCategory category) => Bit(scope) | (category == ADGroupCategory.Security ? Security : 0);

    /// <summary>The type with another scope or category; what is null stays as it is.</summary>
    public static int With(int type, ADGroupScope? scope, ADGroupCategory? category)
    {
        var withScope = scope is { } wanted ? type & ~(2 | 4 | 8) | Bit(wanted) : type;
        return category switch { ADGroupCategory.Security => withScope | Security, ADGroupCategory.Distribution => withScope & ~Security, _ => withScope };
    }
}

[Cmdlet(VerbsCommon.New, "ADGroup", SupportsShouldProcess = true)]
public sealed class NewADGroup : ObjectChange
{
    [Parameter(Mandatory = true, Position = 1)] public string Name { get; set; } = "";
    [Parameter(Mandatory = true, Position = 2)] public ADGroupScope GroupScope { get; set; }
    [Parameter] public ADGroupCategory GroupCategory { get; set; } = ADGroupCategory.Security;
    [Parameter] public string? SamAccountName { get; set; }
    [Parameter] public string? DisplayName { get; set; }
    [Parameter] public string? Description { get; set; }
    [Parameter] public string? Path { get; set; }
    [Parameter] public Hashtable OtherAttributes { get; set; } = [];
    private protected override object Target => $"CN={Names.InDistinguishedName(Name)},{Path ?? "CN=Users," + Domain.DomainName}";

    private protected override void Run()
    {
        var distinguishedName = (string)Target;
        if (!ShouldProcess(distinguishedName, "New")) return;
        var request = new AddRequest(distinguishedName, "group");
        request.Attributes.Add(new DirectoryAttribute("sAMAccountName", SamAccountName ?? Name));
        request.Attributes.Add(new DirectoryAttribute("groupType", AsText(GroupTypes.Type(GroupScope, GroupCategory))));
        if (!string.IsNullOrEmpty(DisplayName)) request.Attributes.Add(new DirectoryAttribute("displayName", DisplayName));
        if (!string.IsNullOrEmpty(Description)) request.Attributes.Add(new DirectoryAttribute("description", Description));
        foreach (DictionaryEntry pair in OtherAttributes)
            request.Attributes.Add(new DirectoryAttribute((string)pair.Key, AsText(pair.Value!)));
        Domain.Send(request, "group");
        if (PassThru) Show(distinguishedName, Kind.Group);
    }
}

/// <summary>A cmdlet that changes a group that is there.</summary>
public abstract class OneGroupChange : ObjectChange
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADGroup Identity { get; set; } = null!;
    private protected override object Target => Identity;

    private protected abstract void Apply(SearchResultEntry group);

    private protected override void Run()
    {
        var group = Found(Identity, Kind.Group, ["groupType"]);
        if (!ShouldProcess(group.DistinguishedName)) return;
        Apply(group);
        if (PassThru) Show(group.DistinguishedName, Kind.Group);
    }
}

[Cmdlet(VerbsCommon.Set, "ADGroup", SupportsShouldProcess = true)]
public sealed class SetADGroup : OneGroupChange
{
    [Parameter] public ADGroupScope? GroupScope { get; set; }
    [Parameter] public ADGroupCategory? GroupCategory { get; set; }
    [Parameter] public string? DisplayName { get; set; }
    [Parameter] public Hashtable Remove { get; set; } = [];
    [Parameter] public Hashtable Add { get; set; } = [];
    [Parameter] public Hashtable Replace { get; set; } = [];
    [Parameter] public string[] Clear { get; set; } = [];

    private protected override void Apply(SearchResultEntry group)
    {
        var before = DomainConnection.Number(group, "groupType");
        var after = GroupTypes.With(before, GroupScope, GroupCategory);
        Change(group.DistinguishedName, RawChanges(Remove, Add, Replace, Clear),
            IsGiven(nameof(DisplayName)) ? [Put("displayName", DisplayName)] : [],
            after == before ? [] : [Put("groupType", after)]);
    }
}

[Cmdlet(VerbsCommon.Remove, "ADGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveADGroup : CredentialCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADGroup Identity { get; set; } = null!;
    private protected override object Target => Identity;

    private protected override void Run()
    {
        var distinguishedName = Found(Identity, Kind.Group, ["objectClass"]).DistinguishedName;
        if (ShouldProcess(distinguishedName, "Remove")) Domain.Send(new DeleteRequest(distinguishedName));
    }
}

/// <summary>
/// Members that are in, or out, already are passed over in silence. (facts-windows 14) The real module leaves that to the
/// controller (LDAP_SERVER_PERMISSIVE_MODIFY); Samba refuses such members all the same, so they are left out here.
/// </summary>
public abstract class MemberChange : OneGroupChange
{
    [Parameter(Mandatory = true, Position = 1)] public ADPrincipal[] Members { get; set; } = [];
    private protected abstract DirectoryAttributeOperation Operation { get; }

    private protected override void Apply(SearchResultEntry group)
    {
        var inside = Domain.Entry(group.DistinguishedName, Kind.Group.Filter, ["member"]) is { } entry ? DomainConnection.Texts(entry, "member") : [];
        var isAdding = Operation == DirectoryAttributeOperation.Add;
        List<object> members = [.. Members.Select(member => Found(member, Kind.Principal, ["objectClass"]).DistinguishedName)
            .Where(name => inside.Contains(name, StringComparer.OrdinalIgnoreCase) != isAdding)];
        if (members.Count > 0) Change(group.DistinguishedName, [Modification(Operation, "member", members)]);
    }
}

[Cmdlet(VerbsCommon.Add, "ADGroupMember", SupportsShouldProcess = true)]
public sealed class AddADGroupMember : MemberChange
{
    private protected override DirectoryAttributeOperation Operation => DirectoryAttributeOperation.Add;
}

[Cmdlet(VerbsCommon.Remove, "ADGroupMember", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveADGroupMember : MemberChange
{
    private protected override DirectoryAttributeOperation Operation => DirectoryAttributeOperation.Delete;
}

/// <summary>Members by the primary group are among them, which the attribute does not name.</summary>
[Cmdlet(VerbsCommon.Get, "ADGroupMember")]
public sealed class GetADGroupMember : CredentialCmdlet
{
    private const string InChain = ":1.2.840.113556.1.4.1941:";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADGroup Identity { get; set; } = null!;
    [Parameter] public SwitchParameter Recursive { get; set; }
    private protected override object Target => Identity;

    private protected override void Run()
    {
        var group = Found(Identity, Kind.Group, ["objectSid"]);
        var sid = Names.Sid(DomainConnection.Bytes(group, "objectSid")!);
        var named = Names.InFilter(group.DistinguishedName);
        var filter = $"(|(memberOf{(Recursive ? InChain : "")}={named})(primaryGroupID={sid[(sid.LastIndexOf('-') + 1)..]}))";
        var kinds = Recursive ? "(!(objectClass=group))" : "";
        foreach (var entry in Domain.Search(Domain.DomainName, ADSearchScope.Subtree, $"(&{filter}{kinds})", Properties.Attributes(Properties.OfPrincipal)))
            WriteObject(Properties.Shown(new ADPrincipal(entry.DistinguishedName), entry, Properties.OfPrincipal));
    }
}

[Cmdlet(VerbsCommon.Get, "ADPrincipalGroupMembership")]
public sealed class GetADPrincipalGroupMembership : CredentialCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADPrincipal Identity { get; set; } = null!;
    private protected override object Target => Identity;

    private protected override void Run()
    {
        var member = Found(Identity, Kind.Principal, ["objectSid", "primaryGroupID"]);
        var sid = Names.Sid(DomainConnection.Bytes(member, "objectSid")!);
        var primary = DomainConnection.Text(member, "primaryGroupID") is { } rid ? $"(objectSid={sid[..(sid.LastIndexOf('-') + 1)]}{rid})" : "";
        var filter = $"(&{Kind.Group.Filter}(|(member={Names.InFilter(member.DistinguishedName)}){primary}))";
        foreach (var entry in Domain.Search(Domain.DomainName, ADSearchScope.Subtree, filter, Properties.Attributes(Properties.OfGroup)))
            WriteObject(Properties.Shown(new ADGroup(entry.DistinguishedName), entry, Properties.OfGroup));
    }
}
