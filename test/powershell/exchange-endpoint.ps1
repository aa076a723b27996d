# Plays an Exchange server's endpoint for the tests: New-PSSession opens a session of the engine's own remoting, in a
# process of its own, that has a few cmdlets.
function New-PSSession {
    [CmdletBinding()] param(
        [string]$ConfigurationName, [uri]$ConnectionUri, [string]$Authentication, [pscredential]$Credential
    )
    $server = [Management.Automation.Runspaces.PowerShellProcessInstance]::new()
    $server.Process.StartInfo.FileName = [Environment]::ProcessPath
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null, $server)
    $runspace.Open()
    $cmdlets = [powershell]::Create()
    $cmdlets.Runspace = $runspace
    $opened = "$ConfigurationName $ConnectionUri $Authentication $($Credential.UserName)".Trim()
    [void]$cmdlets.AddScript($remoteCmdlets).AddArgument($opened).Invoke()
    $cmdlets.Dispose()
    [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Test', $PSCmdlet)
}

# What an idle time-out, a recycled application pool or a proxy does.
function Close-Endpoint { [CmdletBinding()] param() $bridgeSession.Runspace.Close() }

$remoteCmdlets = {
    param($opened)
    $global:opened = $opened
    $global:entireForest = $false
    function global:Set-ADServerSettings {
        [CmdletBinding()] param([string]$PreferredServer, [bool]$ViewEntireForest)
        $global:entireForest = $ViewEntireForest
    }
    function global:Get-ExchangeServer {
        [CmdletBinding()] param([string]$Identity)
        [pscustomobject]@{ Fqdn = $Identity; Opened = $opened; EntireForest = $entireForest; Process = $PID }
    }
    function global:Get-MailboxFolderPermission {
        [CmdletBinding()] param([string]$Identity, [int]$Count)
        for ($index = 0; $index -lt $Count; $index++) {
            [pscustomobject]@{
                FolderName = $Identity
                User = [pscustomobject]@{
                    UserType = [DayOfWeek]::Tuesday
                    DisplayName = "O'Brien"
                    ADRecipient = [pscustomobject]@{ Guid = [guid]'6f9619ff-8b86-d011-b42d-00c04fc964ff' }
                }
                AccessRights = @('Editor')
                SharingPermissionFlags = $null
                Number = $index
            }
        }
    }
    function global:Get-Wrong {
        [CmdletBinding()] param([string]$Identity)
        $problem = [Management.Automation.ErrorRecord]::new(
            [IO.FileNotFoundException]::new("The operation couldn't be performed"), 'Ex6C3B2D', 'InvalidData', $Identity)
        $problem.CategoryInfo.Reason = 'ManagementObjectNotFoundException'
        $PSCmdlet.WriteWarning('slowly')
        $PSCmdlet.WriteError($problem)
    }
    function global:Get-Ended {
        [CmdletBinding()] param()
        $problem = [Management.Automation.ErrorRecord]::new([ArgumentException]::new('no more'), 'Over', 'InvalidData', 'x')
        $PSCmdlet.ThrowTerminatingError($problem)
    }
    function global:Get-KindOf { [CmdletBinding()] param($Value) [pscustomobject]@{ Kind = $Value.GetType().FullName } }
    function global:Get-Slow { [CmdletBinding()] param() 'begun'; while ($true) { [Threading.Thread]::Sleep(50) } }
}.ToString()
