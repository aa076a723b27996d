using System.Collections;
using System.DirectoryServices.Protocols;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text;

namespace Microsoft.ActiveDirectory.Management.Commands;

/// <summary>A cmdlet that changes an object, and shows it where that is asked for.</summary>
public abstract class ObjectChange : CredentialCmdlet
{
    [Parameter] public SwitchParameter PassThru { get; set; }

    private protected void Show(string distinguishedName, Kind kind)
    {
        if (Domain.Entry(distinguishedName, kind.Filter, Properties.Attributes(kind.Shown)) is { } entry)
            WriteObject(Properties.Shown(kind.Named(entry.DistinguishedName), entry, kind.Shown));
    }

    private protected void Change(string distinguishedName, params IEnumerable<DirectoryAttributeModification>[] changes) =>
        base.Change(distinguishedName, changes.SelectMany(change => change));

    /// <summary>`-Remove`, `-Add`, `-Replace` and `-Clear`, in that order; a null or empty value in `-Replace` is refused. (facts-windows 14)</summary>
    private protected static IEnumerable<DirectoryAttributeModification> RawChanges(Hashtable remove, Hashtable add, Hashtable replace, string[] clear)
    {
        foreach (var (name, values) in Pairs(remove)) yield return Modification(DirectoryAttributeOperation.Delete, name, values);
        foreach (var (name, values) in Pairs(add)) yield return Modification(DirectoryAttributeOperation.Add, name, values);
        foreach (var (name, values) in Pairs(replace))
        {
            if (values.Length == 0 || values.Any(value => value is "")) throw new ArgumentException(
                "Cannot validate argument on parameter 'Replace'. The argument is null or an element of the argument collection contains a null value.");
            yield return Modification(DirectoryAttributeOperation.Replace, name, values);
        }
        foreach (var name in clear) yield return Put(name, null);
    }

    private static IEnumerable<(string Name, object[] Values)> Pairs(Hashtable table)
    {
        foreach (DictionaryEntry pair in table)
        {
            var value = pair.Value is PSObject wrapped ? wrapped.BaseObject : pair.Value;
            yield return ((string)pair.Key, value is null ? [] : value is object[] several ? several : [value]);
        }
    }
}

/// <summary>A cmdlet that changes an account.</summary>
public abstract class AccountChange : ObjectChange
{
    private protected const int NormalAccount = 0x200;
    private protected const int Disabled = 0x2;
    private protected const int NotRequired = 0x20;
    private protected const int NeverExpires = 0x10000;

    /// <summary>Sets or clears flags; what is null stays as it is.</summary>
    private protected void SetFlags(string distinguishedName, params (int Bit, bool? On)[] flags)
    {
        if (flags.All(flag => flag.On is null)) return;
        var entry = Domain.Entry(distinguishedName, "(objectClass=*)", ["userAccountControl"]);
        var before = entry is null ? NormalAccount : DomainConnection.Number(entry, "userAccountControl");
        var after = flags.Aggregate(before, (control, flag) => flag.On switch { true => control | flag.Bit, false => control & ~flag.Bit, null => control });
        if (after != before) Change(distinguishedName, [Put("userAccountControl", after)]);
    }

    private protected void SetPassword(string distinguishedName, SecureString password) =>
        Change(distinguishedName, [Put("unicodePwd", Bytes(password))]);

    /// <summary>The attribute takes the password in quotes, as UTF-16.</summary>
    private protected static byte[] Bytes(SecureString password) =>
        Encoding.Unicode.GetBytes($"\"{new NetworkCredential("", password).Password}\"");

    private protected static DirectoryAttributeModification Expiry(DateTime? end) => Put("accountExpires", end?.ToFileTime() ?? 0);
}

/// <summary>A cmdlet that changes one thing of an account that is there.</summary>
public abstract class OneAccountChange : AccountChange
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)] public ADAccount Identity { get; set; } = null!;
    private protected override object Target => Identity;

    private protected abstract void Apply(string distinguishedName);

    private protected override void Run()
    {
        var distinguishedName = Found(Identity, Kind.Account, ["objectClass"]).DistinguishedName;
        if (!ShouldProcess(distinguishedName)) return;
        Apply(distinguishedName);
        if (PassThru) Show(distinguishedName, Kind.Account);
    }
}

[Cmdlet(VerbsLifecycle.Enable, "ADAccount", SupportsShouldProcess = true)]
public sealed class EnableADAccount : OneAccountChange
{
    private protected override void Apply(string distinguishedName) => SetFlags(distinguishedName, (Disabled, false));
}

[Cmdlet(VerbsLifecycle.Disable, "ADAccount", SupportsShouldProcess = true)]
public sealed class DisableADAccount : OneAccountChange
{
    private protected override void Apply(string distinguishedName) => SetFlags(distinguishedName, (Disabled, true));
}

[Cmdlet(VerbsCommon.Unlock, "ADAccount", SupportsShouldProcess = true)]
public sealed class UnlockADAccount : OneAccountChange
{
    private protected override void Apply(string distinguishedName) => Change(distinguishedName, [Put("lockoutTime", 0)]);
}

[Cmdlet(VerbsCommon.Clear, "ADAccountExpiration", SupportsShouldProcess = true)]
public sealed class ClearADAccountExpiration : OneAccountChange
{
    private protected override void Apply(string distinguishedName) => Change(distinguishedName, [Expiry(null)]);
}

[Cmdlet(VerbsCommon.Set, "ADAccountExpiration", SupportsShouldProcess = true)]
public sealed class SetADAccountExpiration : OneAccountChange
{
    [Parameter(Position = 2)] public DateTime? DateTime { get; set; }
    [Parameter] public TimeSpan? TimeSpan { get; set; }
    private protected override void Apply(string distinguishedName) =>
        Change(distinguishedName, [Expiry(TimeSpan is { } span ? System.DateTime.Now + span : DateTime)]);
}

/// <summary>Without `-Reset` it asks for the old password where that is not given: nobody answers in a session without a person.</summary>
[Cmdlet(VerbsCommon.Set, "ADAccountPassword", SupportsShouldProcess = true)]
public sealed class SetADAccountPassword : OneAccountChange
{
    [Parameter] public SwitchParameter Reset { get; set; }
    [Parameter] public SecureString? NewPassword { get; set; }
    [Parameter] public SecureString? OldPassword { get; set; }

    private protected override void Apply(string distinguishedName)
    {
        var password = NewPassword ?? Host.UI.ReadLineAsSecureString();
        if (Reset)
        {
            SetPassword(distinguishedName, password);
            return;
        }
        var before = OldPassword ?? Host.UI.ReadLineAsSecureString();
        Change(distinguishedName, [
            Modification(DirectoryAttributeOperation.Delete, "unicodePwd", [Bytes(before)]),
            Modification(DirectoryAttributeOperation.Add, "unicodePwd", [Bytes(password)]),
        ]);
    }
}
