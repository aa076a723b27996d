# Functions that the bench of PowerShell calls.
function Get-Nothing { [CmdletBinding()] param() }
function Get-Seven {
    [CmdletBinding()] param([string]$A, [string]$B, [int]$C, [bool]$D, [string[]]$E, [datetime]$F, [guid]$G)
    [pscustomobject]@{ A = $A; B = $B; C = $C; D = $D; E = $E; F = $F; G = $G }
}
function Get-Lines {
    [CmdletBinding()] param([int]$Count)
    for ($index = 0; $index -lt $Count; $index++) { 'line ' + $index }
}
function Wait-Awhile { [CmdletBinding()] param([int]$Ms) [Threading.Thread]::Sleep($Ms) }
