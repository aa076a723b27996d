# In place of asking the practice site: practice cmdlets, declared by the practice module, note what PowerShell bound, and
# answer with one object for all. It is run behind practice-module.ps1, where the bridge runs commands.
$global:recorded = [Collections.Generic.List[object]]::new()
$global:answer = @{}

function Add-Record($name, $bound) {
    $pairs = [object[]]@(foreach ($pair in $bound.GetEnumerator()) {
        $value = $pair.Value
        $type = 'null'
        if ($null -ne $value) { $type = $value.GetType().FullName }
        if ($value -is [securestring]) { $value = [Net.NetworkCredential]::new('', $value).Password }
        , @($pair.Key, $type, $value)
    })
    $global:recorded.Add(@($name, $pairs))
}
function Invoke-PracticeCmdlet {
    [CmdletBinding()] param($name, $bound)
    Add-Record $name $bound
    [pscustomobject]$global:answer
}

function Set-Answer([hashtable]$Properties) { $global:answer = $Properties }
function Get-Recorded { $all = $global:recorded.ToArray(); $global:recorded.Clear(); foreach ($one in $all) { , $one } }
function Invoke-Text([string]$Text) { [void](& ([scriptblock]::Create($Text))) }
function Get-Text([string]$Name) { $ExecutionContext.InvokeCommand.GetCommand($Name, 'Function').Definition }

# What the scripts use that no module of the practice site has, with the parameters of the real ones.
function Read-Host {
    [CmdletBinding(PositionalBinding = $false)] param([object]$Prompt, [switch]$AsSecureString)
    $text = "typed for $Prompt"
    if (-not $AsSecureString) { return $text }
    $secret = [securestring]::new()
    foreach ($char in $text.ToCharArray()) { $secret.AppendChar($char) }
    $secret
}
function Write-Host { [CmdletBinding(PositionalBinding = $false)] param([object]$Object) Add-Record 'Write-Host' $PSBoundParameters }
function Import-Module { [CmdletBinding(PositionalBinding = $false)] param([string[]]$Name) Add-Record 'Import-Module' $PSBoundParameters }
function New-PSSession {
    [CmdletBinding(PositionalBinding = $false)]
    param([string]$ConfigurationName, [uri]$ConnectionUri, [Management.Automation.Runspaces.AuthenticationMechanism]$Authentication)
    Add-Record 'New-PSSession' $PSBoundParameters
    'session'
}
function Import-PSSession {
    [CmdletBinding(PositionalBinding = $false)]
    param([Parameter(Mandatory)]$Session, [string[]]$CommandName, [switch]$DisableNameChecking, [switch]$AllowClobber)
    Add-Record 'Import-PSSession' $PSBoundParameters
}
function Remove-PSSession {
    [CmdletBinding(PositionalBinding = $false)] param([Parameter(Mandatory)]$Session)
    Add-Record 'Remove-PSSession' $PSBoundParameters
}
function Set-ExecutionPolicy {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
    param([Parameter(Mandatory)][string]$ExecutionPolicy, [string]$Scope, [switch]$Force)
    Add-Record 'Set-ExecutionPolicy' $PSBoundParameters
}
function Install-Module {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
    param([Parameter(Mandatory)][string[]]$Name, [string]$MinimumVersion, [string]$Scope, [switch]$Force)
    Add-Record 'Install-Module' $PSBoundParameters
}
function Install-PackageProvider {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
    param([Parameter(Mandatory)][string[]]$Name, [string]$MinimumVersion, [string]$Scope, [switch]$Force)
    Add-Record 'Install-PackageProvider' $PSBoundParameters
}
function Connect-MgGraph {
    [CmdletBinding(PositionalBinding = $false)] param([string[]]$Scopes, [string]$TenantId, [string]$Environment)
    Add-Record 'Connect-MgGraph' $PSBoundParameters
}
function Invoke-MgGraphRequest {
    [CmdletBinding(PositionalBinding = $false)]
    param([string]$Method, [Parameter(Mandatory)][uri]$Uri, [object]$Body, [Collections.IDictionary]$Headers)
    Add-Record 'Invoke-MgGraphRequest' $PSBoundParameters
    $global:answer
}
