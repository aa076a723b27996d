# Plays the module ExchangeOnlineManagement for the tests: what it was connected with, and how often.
$connections = [Collections.Generic.List[object]]::new()
function Import-Module { [CmdletBinding()] param([string]$Name) }
function Connect-ExchangeOnline {
    [CmdletBinding()] param(
        [string]$AccessToken, [string]$UserPrincipalName, [string]$ExchangeEnvironmentName, [switch]$ShowBanner,
        [string[]]$CommandName
    )
    $connections.Add(@($AccessToken, $UserPrincipalName, $ExchangeEnvironmentName, $ShowBanner.IsPresent, $CommandName))
}
# The tenant is that of the token: its first word.
function Get-ConnectionInformation {
    [CmdletBinding()] param()
    $token, $user, $null = $connections[$connections.Count - 1]
    [pscustomobject]@{ TenantID = $token.Split('.')[0]; UserPrincipalName = $user }
}
function Get-Connected {
    [CmdletBinding()] param()
    $token, $user, $environment, $banner, $names = $connections[$connections.Count - 1]
    [pscustomobject]@{
        Token = $token; User = $user; Environment = $environment; Banner = $banner; Names = $names
        Times = $connections.Count
    }
}
function Get-Slow { [CmdletBinding()] param() [pscustomobject]@{}; while ($true) { [Threading.Thread]::Sleep(50) } }
