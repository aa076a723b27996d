# Functions that the tests of the bridge call.
function Get-Back { [CmdletBinding()] param($Value) , $Value }
function Get-KindOf { [CmdletBinding()] param($Value) if ($null -eq $Value) { 'null' } else { $Value.GetType().FullName } }
function Get-Plain { [CmdletBinding()] param([securestring]$Secret) [Net.NetworkCredential]::new('', $Secret).Password }
function Get-AsText { [CmdletBinding()] param([string]$Token) $Token }
function Get-Several {
    [CmdletBinding()] param([int]$Count)
    for ($index = 0; $index -lt $Count; $index++) { $index }
}
function Get-Mixed {
    [CmdletBinding()] param()
    'one'
    $PSCmdlet.WriteWarning('careful')
    $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'Working', 'half'))
    $problem = [Management.Automation.ErrorRecord]::new([IO.IOException]::new('not there'), 'Lost', 'ReadError', 'x')
    $PSCmdlet.WriteError($problem)
    'two'
}
function Stop-Here {
    [CmdletBinding()] param()
    'one'
    $problem = [Management.Automation.ErrorRecord]::new([ArgumentException]::new('no more'), 'Over', 'InvalidData', 'x')
    $PSCmdlet.ThrowTerminatingError($problem)
}
# As a directory server refuses, and as a record from a remote session arrives.
class DirectoryException : Exception {
    [int]$ErrorCode = 8245
    [string]$ServerErrorMessage = '0000052D: SvcErr'
    DirectoryException() : base('unwilling') { }
}
function Stop-AsDirectory {
    [CmdletBinding()] param()
    $problem = [Management.Automation.ErrorRecord]::new([DirectoryException]::new(), 'Directory:8245', 'NotSpecified', 'x')
    $problem.CategoryInfo.Reason = 'ThereException'
    $PSCmdlet.ThrowTerminatingError($problem)
}
# Ends only when it is stopped.
function Wait-Stopped { [CmdletBinding()] param() 'begun'; while ($true) { [Threading.Thread]::Sleep(50) } }
# Ends only with its process.
function Wait-Deaf { [CmdletBinding()] param() 'begun'; [Threading.Thread]::Sleep(-1) }
function Stop-Process { [CmdletBinding()] param() [Environment]::Exit(3) }
function Write-Noise { [CmdletBinding()] param() [Console]::Out.WriteLine('O 1 noise'); [Console]::Error.WriteLine('noise') }
function Get-Table { [CmdletBinding()] param() [Version]::new(1, 2, 3) }
