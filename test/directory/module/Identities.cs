namespace Microsoft.ActiveDirectory.Management;

/// <summary>
/// An object as a parameter names it: by distinguished name, GUID, SID or sAMAccountName, never by UPN, mail or display
/// name. (facts-windows 14) PowerShell makes one of a text; what the Get cmdlets put out is one too, so it can be piped.
/// </summary>
public class ADObject(string identity)
{
    public ADObject(Guid guid) : this(guid.ToString()) { }
    internal string Identity { get; } = identity;
    public override string ToString() => Identity;
}

public class ADPrincipal(string identity) : ADObject(identity)
{
    public ADPrincipal(Guid guid) : this(guid.ToString()) { }
}

public class ADAccount(string identity) : ADPrincipal(identity)
{
    public ADAccount(Guid guid) : this(guid.ToString()) { }
}

public class ADUser(string identity) : ADAccount(identity)
{
    public ADUser(Guid guid) : this(guid.ToString()) { }
}

public class ADGroup(string identity) : ADPrincipal(identity)
{
    public ADGroup(Guid guid) : this(guid.ToString()) { }
}

public class ADOrganizationalUnit(string identity) : ADObject(identity)
{
    public ADOrganizationalUnit(Guid guid) : this(guid.ToString()) { }
}

public class ADFineGrainedPasswordPolicy(string identity) : ADObject(identity);

public class ADDefaultDomainPasswordPolicy(string identity) : ADObject(identity);

public class ADDomain(string identity) : ADObject(identity);

public class ADForest(string identity) : ADObject(identity);

public class ADDomainController(string identity) : ADObject(identity);

public class ADRootDSE() : ADObject("");

public enum ADAuthType { Negotiate, Basic }

public enum ADSearchScope { Base, OneLevel, Subtree }

public enum ADGroupScope { DomainLocal, Global, Universal }

public enum ADGroupCategory { Distribution, Security }

public enum ADCurrentDomainType { LocalComputer, LoggedOnUser }

public enum ADCurrentForestType { LocalComputer, LoggedOnUser }

public enum ADDiscoverableService { PrimaryDC, GlobalCatalog, KDC, TimeService, ReliableTimeService, ADWS }

public enum ADMinimumDirectoryServiceVersion { Windows2000 = 1, Windows2008, Windows2012, Windows2012R2, Windows2016 }
