using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace Microsoft.ActiveDirectory.Management;

/// <summary>
/// A connection to a domain controller, kept for the next cmdlets of the session. The real module speaks to the web
/// service on port 9389, which Samba does not have; this one speaks LDAP: over TLS with a name and password, else sealed
/// by Kerberos as whoever is signed in.
/// </summary>
internal sealed class DomainConnection
{
    private const int PageSize = 256;
    private static readonly Dictionary<(string, string, string), DomainConnection> Kept = [];

    private readonly LdapConnection ldap;
    private readonly Action forget;

    public string Server { get; }
    public Dictionary<string, string[]> Root { get; }
    public string DomainName => Root["defaultNamingContext"][0];
    public string ConfigurationName => Root["configurationNamingContext"][0];

    private DomainConnection(string server, PSCredential? credential, Action forget)
    {
        Server = server;
        this.forget = forget;
        ldap = credential is null
            ? new LdapConnection(new LdapDirectoryIdentifier(server, 389)) { AuthType = AuthType.Kerberos }
            : new LdapConnection(new LdapDirectoryIdentifier(server, 636), new NetworkCredential(credential.UserName, credential.Password), AuthType.Basic);
        ldap.SessionOptions.ProtocolVersion = 3;
        ldap.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
        ldap.SessionOptions.SecureSocketLayer = credential is not null;
        ldap.Timeout = TimeSpan.FromMinutes(2);
        ldap.Bind();
        var root = (SearchResponse)ldap.SendRequest(new SearchRequest("", "(objectClass=*)", SearchScope.Base));
        Root = root.Entries[0].Attributes.Values.Cast<DirectoryAttribute>()
            .ToDictionary(one => one.Name, one => (string[])one.GetValues(typeof(string)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The connection to that server as that user. Without a server it is the one where the user is signed in
    /// (LOGONSERVER, as Windows sets it).
    /// </summary>
    public static DomainConnection To(string? server, PSCredential? credential)
    {
        var host = server ?? DefaultServer() ?? throw new ADServerDownException(
            "Unable to find a default server with Active Directory Web Services running.", 1355, "");
        var password = credential?.GetNetworkCredential().Password ?? "";
        var key = (host, credential?.UserName ?? "", password);
        lock (Kept)
        {
            if (Kept.TryGetValue(key, out var kept)) return kept;
        }
        try
        {
            var made = new DomainConnection(host, credential, () => { lock (Kept) Kept.Remove(key); });
            lock (Kept) Kept[key] = made;
            return made;
        }
        catch (Exception problem) when (problem is LdapException or DirectoryOperationException)
        {
            throw Failures.Translated(problem);
        }
    }

    /// <summary>The domain controller where the user is signed in; null where nobody is.</summary>
    public static string? DefaultServer() => Environment.GetEnvironmentVariable("LOGONSERVER")?.TrimStart('\\') is { Length: > 0 } name ? name : null;

    /// <summary>The entries that match, page by page, with the attributes that are asked for.</summary>
    public IEnumerable<SearchResultEntry> Search(
        string searchBase, ADSearchScope scope, string filter, IEnumerable<string> attributes, bool deleted = false, int pageSize = PageSize)
    {
        var request = new SearchRequest(searchBase, filter, (SearchScope)scope, [.. attributes]);
        var page = new PageResultRequestControl(pageSize);
        request.Controls.Add(page);
        // The list of permissions is all that may be read without more rights.
        request.Controls.Add(new SecurityDescriptorFlagControl(SecurityMasks.Dacl));
        if (deleted) request.Controls.Add(new ShowDeletedControl());
        do
        {
            var response = (SearchResponse)Send(request);
            foreach (SearchResultEntry entry in response.Entries) yield return entry;
            page.Cookie = response.Controls.OfType<PageResultResponseControl>().FirstOrDefault()?.Cookie ?? [];
        } while (page.Cookie.Length > 0);
    }

    /// <summary>The entry of that name, or null where there is none that matches.</summary>
    public SearchResultEntry? Entry(string distinguishedName, string filter, IEnumerable<string> attributes)
    {
        try
        {
            return Search(distinguishedName, ADSearchScope.Base, filter, attributes).FirstOrDefault();
        }
        catch (ADIdentityNotFoundException)
        {
            return null;
        }
    }

    public DirectoryResponse Send(DirectoryRequest request, string? addedClass = null)
    {
        try
        {
            return ldap.SendRequest(request);
        }
        catch (Exception problem) when (problem is LdapException or DirectoryOperationException)
        {
            var told = Failures.Translated(problem, addedClass);
            // A broken connection does not mend; the next cmdlet makes another.
            if (told is ADServerDownException) forget();
            throw told;
        }
    }

    public static int Number(SearchResultEntry entry, string attribute) =>
        int.Parse(Text(entry, attribute) ?? "0", CultureInfo.InvariantCulture);

    public static string? Text(SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { Count: > 0 } found ? (string)found.GetValues(typeof(string))[0] : null;

    public static string[] Texts(SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { } found ? (string[])found.GetValues(typeof(string)) : [];

    public static byte[]? Bytes(SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { Count: > 0 } found ? (byte[])found.GetValues(typeof(byte[]))[0] : null;
}
