using System.DirectoryServices.Protocols;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Microsoft.ActiveDirectory.Management.Commands;

/// <summary>
/// What all cmdlets share: the domain controller, other credentials, and refusals with the ids of the real module. Of the
/// real parameters there are those that this project's commands and tests use; `-Filter` is not among them, since texts
/// are searched for by `-LDAPFilter`. (facts-windows 14)
/// </summary>
public abstract partial class DirectoryCmdlet : PSCmdlet
{
    [Parameter] public string? Server { get; set; }
    [Parameter] public ADAuthType AuthType { get; set; }

    private protected virtual PSCredential? As => null;
    private protected DomainConnection Domain => DomainConnection.To(Server, As);
    private protected virtual object? Target => null;

    private protected abstract void Run();

    protected sealed override void ProcessRecord()
    {
        try
        {
            Run();
        }
        catch (Exception problem) when (problem is ADException or System.Security.Authentication.AuthenticationException or ArgumentException)
        {
            ThrowTerminatingError(Failures.Record(problem, Target));
        }
    }

    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The object that an identity names, among those of a kind.</summary>
    private protected SearchResultEntry Found(ADObject named, Kind kind, IEnumerable<string> attributes, bool deleted = false)
    {
        var identity = named.Identity;
        List<string> read = [.. attributes];
        var found = AsDistinguishedName().IsMatch(identity)
            ? Domain.Entry(identity, kind.Filter, read)
            : AmongAll(identity) is { } filter ? Domain.Search(Domain.DomainName, ADSearchScope.Subtree, $"(&{kind.Filter}{filter})", read, deleted).FirstOrDefault() : null;
        return found ?? throw new ADIdentityNotFoundException($"Cannot find an object with identity: '{identity}' under: '{Domain.DomainName}'.");

        string? AmongAll(string text) =>
            Guid.TryParse(text, out var guid) ? $"(objectGUID={Names.InFilter(guid.ToByteArray())})"
            : AsSid().IsMatch(text) ? $"(objectSid={text})"
            : kind.HasAccountName ? $"(sAMAccountName={Names.InFilter(text)})"
            : null;
    }

    private protected void Change(string distinguishedName, params IEnumerable<DirectoryAttributeModification> changes)
    {
        var request = new ModifyRequest(distinguishedName, [.. changes]);
        if (request.Modifications.Count > 0) Domain.Send(request);
    }

    private protected static DirectoryAttributeModification Put(string attribute, object? value) =>
        Modification(DirectoryAttributeOperation.Replace, attribute, value is null or "" ? [] : [value]);

    private protected static DirectoryAttributeModification Modification(DirectoryAttributeOperation how, string attribute, IEnumerable<object> values)
    {
        var change = new DirectoryAttributeModification { Operation = how, Name = attribute };
        foreach (var value in values)
        {
            if (value is byte[] bytes) change.Add(bytes);
            else change.Add(AsText(value));
        }
        return change;
    }

    /// <summary>A value as LDAP writes it.</summary>
    private protected static string AsText(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        bool flag => flag ? "TRUE" : "FALSE",
        ADObject named => named.Identity,
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    [GeneratedRegex("^[A-Za-z]+=")]
    private static partial Regex AsDistinguishedName();

    [GeneratedRegex(@"^S-1(-\d+)+$")]
    private static partial Regex AsSid();
}

/// <summary>A cmdlet to which other credentials can be given: all but the discovery of a domain controller.</summary>
public abstract class CredentialCmdlet : DirectoryCmdlet
{
    [Parameter] public PSCredential? Credential { get; set; }
    private protected override PSCredential? As => Credential;
}

/// <summary>A kind of object: which entries are meant, and what is shown of them.</summary>
internal sealed record Kind(string Filter, string[] Shown, bool HasAccountName, Func<string, ADObject> Named)
{
    public static readonly Kind User = new("(&(objectCategory=person)(objectClass=user))", Properties.OfUser, true, dn => new ADUser(dn));
    public static readonly Kind Account = new("(objectClass=user)", Properties.OfUser, true, dn => new ADAccount(dn));
    public static readonly Kind Group = new("(objectClass=group)", Properties.OfGroup, true, dn => new ADGroup(dn));
    public static readonly Kind Unit = new("(objectClass=organizationalUnit)", Properties.OfUnit, false, dn => new ADOrganizationalUnit(dn));
    public static readonly Kind Object = new("(objectClass=*)", Properties.OfObject, false, dn => new ADObject(dn));
    public static readonly Kind Principal = new("(objectSid=*)", Properties.OfPrincipal, true, dn => new ADPrincipal(dn));
}
