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
