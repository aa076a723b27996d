# Functions that the tests of the bridge call.
function Get-Back { [CmdletBinding()] param($Value) , $Value }
function Get-KindOf { [CmdletBinding()] param($Value) if ($null -eq $Value) { 'null' } else { $Value.GetType().FullName } }
# Not by NetworkCredential, which ends a text at its first zero.
function Get-Plain {
    [CmdletBinding()] param([securestring]$Secret)
    [Runtime.InteropServices.Marshal]::PtrToStringBSTR([Runtime.InteropServices.Marshal]::SecureStringToBSTR($Secret))
}
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
# Writes a line without its end, where no bridge would write.
function Write-Half { [CmdletBinding()] param() [Console]::Out.Write('half a line'); [Console]::Out.Flush() }
function Write-Flood {
    [CmdletBinding()] param([int]$Lines)
    for ($index = 0; $index -lt $Lines; $index++) { [Console]::Error.WriteLine('line ' + $index + ' of standard error') }
    'over'
}
# Puts out so many lines of 500 characters.
function Get-Lines {
    [CmdletBinding()] param([int]$Count)
    $text = [string]::new([char]120, 500)
    for ($index = 0; $index -lt $Count; $index++) { $text }
}
# A thousand events, the last of which is made only when the file is there.
function Watch-Progress {
    [CmdletBinding()] param([string]$File)
    for ($index = 1; $index -le 1000; $index++) {
        if ($index -eq 1000) { while (-not [IO.File]::Exists($File)) { [Threading.Thread]::Sleep(5) } }
        $record = [Management.Automation.ProgressRecord]::new(1, 'Working', 'event ' + $index)
        $record.PercentComplete = $index / 10
        $PSCmdlet.WriteProgress($record)
        [Threading.Thread]::Sleep(2)
    }
}
# Leaves a program behind that holds this process's output open, and ends.
function Stop-LeavingAProgram {
    [CmdletBinding()] param([string]$Program, [string]$Argument)
    $start = [Diagnostics.ProcessStartInfo]::new($Program, $Argument)
    $start.UseShellExecute = $false
    $left = [Diagnostics.Process]::Start($start)
    $left.Id
    [Environment]::Exit(3)
}
function Get-EnvironmentText { [CmdletBinding()] param([string]$Name) [Environment]::GetEnvironmentVariable($Name) }
function Get-CultureText { [CmdletBinding()] param() [Globalization.CultureInfo]::CurrentCulture.Name + ' ' + (0.5).ToString() }
function Get-CodePage { [CmdletBinding()] param() [Console]::Out.Encoding.CodePage }
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
# Refuses what it is given as text, and repeats it in every way that it has.
function Deny-Text {
    [CmdletBinding()] param([ValidateSet('right')][string]$Password)
}
function Deny-Number { [CmdletBinding()] param([int]$Number, [datetime]$Date) }
function Repeat-Text {
    [CmdletBinding()] param([string]$Password)
    $PSCmdlet.WriteWarning('warned of ' + $Password)
    $PSCmdlet.WriteVerbose('told of ' + $Password)
    $problem = [Management.Automation.ErrorRecord]::new([Exception]::new("No $Password"), 'No', 'InvalidData', $Password)
    $PSCmdlet.WriteError($problem)
    throw "No $Password here"
}
# The lines in the history of every runspace of this process.
function Get-AllHistory {
    [CmdletBinding()] param()
    $hidden = [Reflection.BindingFlags]'NonPublic, Instance, Static'
    foreach ($runspace in [runspace].GetProperty('RunspaceList', $hidden).GetValue($null)) {
        $history = $runspace.GetType().GetProperty('History', $hidden).GetValue($runspace)
        foreach ($entry in $history.GetType().GetField('_buffer', $hidden).GetValue($history)) {
            if ($null -ne $entry) { $entry.CommandLine }
        }
    }
}
# Holds a secret until it is stopped.
function Wait-Holding { [CmdletBinding()] param([string]$Secret) 'begun'; while ($Secret) { [Threading.Thread]::Sleep(50) } }
# Stops the bridge itself, as Ctrl+C at a console that it shares would, and waits for that.
function Stop-Bridge {
    [CmdletBinding()] param()
    $hidden = [Reflection.BindingFlags]'NonPublic, Instance, Static'
    foreach ($runspace in [runspace].GetProperty('RunspaceList', $hidden).GetValue($null)) {
        if ($runspace.Id -eq [runspace]::DefaultRunspace.Id) { continue }
        $runspace.GetType().GetMethod('GetCurrentlyRunningPipeline', $hidden).Invoke($runspace, @()).StopAsync()
    }
    while ($true) { [Threading.Thread]::Sleep(50) }
}
