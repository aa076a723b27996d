# Answers of this computer that no cmdlet gives. It is run where the bridge runs commands.

# Does a host answer on a port? Asked from here and not from another program: a connection to Active Directory Web
# Services that PowerShell does not make looks like an attack to those who watch.
function Test-BridgePort([string]$HostName, [int]$Port, [int]$Milliseconds) {
    $client = [Net.Sockets.TcpClient]::new()
    try {
        $connecting = $client.ConnectAsync($HostName, $Port)
        if (-not $connecting.Wait($Milliseconds)) { return @{ reached = $false; reason = 'TimedOut' } }
        @{ reached = $true; reason = '' }
    }
    catch {
        $exception = $_.Exception
        while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
        $reason = $exception.GetType().Name
        if ($exception -is [Net.Sockets.SocketException]) { $reason = $exception.SocketErrorCode.ToString() }
        @{ reached = $false; reason = $reason }
    }
    finally { $client.Dispose() }
}

# Does an account get in with this password? One try, as the directory counts every wrong one towards a lockout.
# Over LDAPS (636) with the name and password as they are: there the domain controller says why it refuses. Where it has
# no certificate for that, nothing was tried yet, and Windows signs in by Negotiate (389, sealed), which says less.
#
# Puts out the result code of LDAP (0: signed in) and the controller's own code of a refusal, such as 52e; empty where it
# gave none. Nothing else leaves: no name, no password, no text.
function Test-BridgeSignIn([string]$Server, [string]$Account, [securestring]$Password) {
    [void][Reflection.Assembly]::LoadWithPartialName('System.DirectoryServices.Protocols')
    $answer = Invoke-BridgeBind $Server 636 'Basic' $Account $Password
    if ($answer[0] -eq 81 -and [Environment]::OSVersion.Platform -eq 'Win32NT') {
        $answer = Invoke-BridgeBind $Server 389 'Negotiate' $Account $Password
    }
    @{ code = $answer[0]; reason = $answer[1] }
}

function Invoke-BridgeBind($server, $port, $way, $account, $password) {
    $place = [DirectoryServices.Protocols.LdapDirectoryIdentifier]::new($server, $port)
    $name = [Net.NetworkCredential]::new($account, $password)
    $connection = [DirectoryServices.Protocols.LdapConnection]::new($place, $name, $way)
    try {
        $connection.Timeout = [timespan]::new(0, 0, 30)
        $connection.SessionOptions.ProtocolVersion = 3
        if ($way -eq 'Basic') { $connection.SessionOptions.SecureSocketLayer = $true }
        else {
            $connection.SessionOptions.Signing = $true
            $connection.SessionOptions.Sealing = $true
        }
        $connection.Bind()
        return 0, ''
    }
    catch {
        $refusal = $_.Exception
        while ($refusal -isnot [DirectoryServices.Protocols.LdapException]) {
            $refusal = $refusal.InnerException
            if ($null -eq $refusal) { throw }
        }
        $reason = ''
        if ([string]$refusal.ServerErrorMessage -match '\bdata ([0-9a-fA-F]+)') { $reason = $Matches[1] }
        return $refusal.ErrorCode, $reason
    }
    finally { $connection.Dispose() }
}
