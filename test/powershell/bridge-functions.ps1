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
# Ends only when it is stopped.
function Wait-Stopped { [CmdletBinding()] param() 'begun'; while ($true) { [Threading.Thread]::Sleep(50) } }
# Ends only with its process.
function Wait-Deaf { [CmdletBinding()] param() 'begun'; [Threading.Thread]::Sleep(-1) }
function Stop-Process { [CmdletBinding()] param() [Environment]::Exit(3) }
function Write-Noise { [CmdletBinding()] param() [Console]::Out.WriteLine('O 1 noise'); [Console]::Error.WriteLine('noise') }
function Get-Table { [CmdletBinding()] param() [Version]::new(1, 2, 3) }
# As Exchange puts out: members of members, values whose text is what counts, collections of their own types.
class ByteSize {
    [long]$Bytes
    ByteSize([long]$bytes) { $this.Bytes = $bytes }
    [string] ToString() { return '5 MB (5,242,880 bytes)' }
}
function Get-Mailboxes {
    [CmdletBinding()] param()
    $addresses = [Collections.ObjectModel.Collection[object]]::new()
    $addresses.Add([Uri]'smtp:a@uni.example')
    $addresses.Add([Uri]'smtp:b@uni.example')
    [pscustomobject]@{
        User = [pscustomobject]@{ DisplayName = 'A'; ADRecipient = [pscustomobject]@{ PrimarySmtpAddress = 'a@uni.example' } }
        Size = [ByteSize]::new(5242880); Addresses = $addresses; Day = [DayOfWeek]::Monday; Letter = [char]'x'
        Rights = [Collections.Generic.List[DayOfWeek]]@('Monday', 'Friday'); One = , 'only'; None = @()
        Entries = @([pscustomobject]@{ Name = 'first' }, [pscustomobject]@{ Name = 'second' })
        Changed = [datetime]::new(2026, 11, 24, 10, 0, 0, [DateTimeKind]::Utc); Text = [string]'plain'; 'With.Dot' = 'never'
    }
    [pscustomobject]@{ User = $null; Rights = $null }
}
function Get-Keys { [CmdletBinding()] param([hashtable]$Table) $Table['NAME'] }
function Get-Kind { [CmdletBinding()] param([datetime]$Date) $Date.Kind; $Date.ToUniversalTime() }
