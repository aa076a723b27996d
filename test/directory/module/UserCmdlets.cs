using System.Collections;
using System.DirectoryServices.Protocols;
using System.Management.Automation;
using System.Security;

namespace Microsoft.ActiveDirectory.Management.Commands;

/// <summary>The settings of a user that are more than a text, as New-ADUser and Set-ADUser take them.</summary>
public abstract class UserCmdlet : AccountChange
{
    [Parameter] public string? SamAccountName { get; set; }
    [Parameter] public string? UserPrincipalName { get; set; }
    [Parameter] public string? DisplayName { get; set; }
    [Parameter] public string? GivenName { get; set; }
    [Parameter] public string? Surname { get; set; }
    [Parameter] public string? Description { get; set; }
    [Parameter] public string? EmailAddress { get; set; }
    [Parameter] public bool? Enabled { get; set; }
    [Parameter] public bool? PasswordNeverExpires { get; set; }
    [Parameter] public bool? PasswordNotRequired { get; set; }
    [Parameter] public bool? ChangePasswordAtLogon { get; set; }
    [Parameter] public bool? CannotChangePassword { get; set; }
    [Parameter] public DateTime? AccountExpirationDate { get; set; }

    private protected IEnumerable<(string Attribute, string? Value)> GivenTexts() =>
        new (string Parameter, string Attribute, string? Value)[]
        {
            (nameof(SamAccountName), "sAMAccountName", SamAccountName),
            (nameof(UserPrincipalName), "userPrincipalName", UserPrincipalName),
            (nameof(DisplayName), "displayName", DisplayName),
            (nameof(GivenName), "givenName", GivenName),
            (nameof(Surname), "sn", Surname),
            (nameof(Description), "description", Description),
            (nameof(EmailAddress), "mail", EmailAddress),
        }.Where(text => IsGiven(text.Parameter)).Select(text => (text.Attribute, text.Value));

    /// <summary>Flags, expiry, "must change" and "cannot change" of an account that is there.</summary>
    private protected void SetTheRest(string distinguishedName)
    {
        if (ChangePasswordAtLogon == true && PasswordNeverExpires == true)
            throw new ArgumentException("The parameters ChangePasswordAtLogon and PasswordNeverExpires can't both be true.");
        List<DirectoryAttributeModification> changes = [];
        if (IsGiven(nameof(AccountExpirationDate))) changes.Add(Expiry(AccountExpirationDate));
        // 0 asks for a change at the next sign-in; -1 means "set now".
        if (ChangePasswordAtLogon is { } must && (must || IsUnset(distinguishedName))) changes.Add(Put("pwdLastSet", must ? 0 : -1));
        Change(distinguishedName, changes);
        if (CannotChangePassword is { } cannot) SetCannotChange(distinguishedName, cannot);
        SetFlags(distinguishedName, (NeverExpires, PasswordNeverExpires), (NotRequired, PasswordNotRequired), (Disabled, !Enabled));
    }

    private bool IsUnset(string distinguishedName) =>
        Domain.Entry(distinguishedName, "(objectClass=*)", ["pwdLastSet"]) is { } entry && DomainConnection.Text(entry, "pwdLastSet") is null or "0";

    private void SetCannotChange(string distinguishedName, bool cannot)
    {
        var entry = Domain.Entry(distinguishedName, "(objectClass=*)", ["nTSecurityDescriptor"]);
        if (entry is null || DomainConnection.Bytes(entry, "nTSecurityDescriptor") is not { } descriptor)
            throw new ADException("Insufficient access rights to perform the operation", 8344, "");
        var request = new ModifyRequest(distinguishedName, Put("nTSecurityDescriptor", ChangePasswordRight.With(descriptor, cannot)));
        request.Controls.Add(new SecurityDescriptorFlagControl(SecurityMasks.Dacl));
        Domain.Send(request);
    }
}

/// <summary>
/// Makes the account without a password, sets its password, then the rest: where the password is refused the account stays
/// behind, disabled. (facts-windows 14)
/// </summary>
[Cmdlet(VerbsCommon.New, "ADUser", SupportsShouldProcess = true)]
public sealed class NewADUser : UserCmdlet
{
    [Parameter(Mandatory = true, Position = 1)] public string Name { get; set; } = "";
    [Parameter] public string? Path { get; set; }
    [Parameter] public SecureString? AccountPassword { get; set; }
    [Parameter] public Hashtable OtherAttributes { get; set; } = [];
    private protected override object Target => $"CN={Names.InDistinguishedName(Name)},{Path ?? "CN=Users," + Domain.DomainName}";

    private protected override void Run()
    {
        var distinguishedName = (string)Target;
        if (!ShouldProcess(distinguishedName, "New")) return;
        var request = new AddRequest(distinguishedName, "user");
        var texts = GivenTexts().ToList();
        if (!IsGiven(nameof(SamAccountName))) texts.Add(("sAMAccountName", Name));
        foreach (var (attribute, value) in texts)
            if (!string.IsNullOrEmpty(value)) request.Attributes.Add(new DirectoryAttribute(attribute, value));
        foreach (DictionaryEntry pair in OtherAttributes)
            request.Attributes.Add(new DirectoryAttribute((string)pair.Key, AsText(pair.Value!)));
        request.Attributes.Add(new DirectoryAttribute("userAccountControl", AsText(NormalAccount | Disabled)));
        Domain.Send(request, "user");
        if (AccountPassword is not null) SetPassword(distinguishedName, AccountPassword);
        SetTheRest(distinguishedName);
        if (PassThru) Show(distinguishedName, Kind.User);
    }
}

[Cmdlet(VerbsCommon.Set, "ADUser", SupportsShouldProcess = true)]
public sealed class SetADUser : UserCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADUser Identity { get; set; } = null!;
    [Parameter] public Hashtable Remove { get; set; } = [];
    [Parameter] public Hashtable Add { get; set; } = [];
    [Parameter] public Hashtable Replace { get; set; } = [];
    [Parameter] public string[] Clear { get; set; } = [];
    private protected override object Target => Identity;

    private protected override void Run()
    {
        var distinguishedName = Found(Identity, Kind.User, ["objectClass"]).DistinguishedName;
        if (!ShouldProcess(distinguishedName, "Set")) return;
        Change(distinguishedName, RawChanges(Remove, Add, Replace, Clear), GivenTexts().Select(text => Put(text.Attribute, text.Value)));
        SetTheRest(distinguishedName);
        if (PassThru) Show(distinguishedName, Kind.User);
    }
}

[Cmdlet(VerbsCommon.Remove, "ADUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveADUser : CredentialCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADUser Identity { get; set; } = null!;
    private protected override object Target => Identity;

    private protected override void Run()
    {
        var distinguishedName = Found(Identity, Kind.User, ["objectClass"]).DistinguishedName;
        if (ShouldProcess(distinguishedName, "Remove")) Domain.Send(new DeleteRequest(distinguishedName));
    }
}
