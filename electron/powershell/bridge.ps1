# The bridge: reads calls from standard input, runs them, and writes what comes of them as lines of ASCII.
# It is given as text over standard input (no file is run), and uses only what Windows PowerShell 5.1 has.
#
#   in    C id tokens      a call: name of the cmdlet, columns wanted of each object (or null), table of parameters, and
#                          where it runs: here, in the session that was opened (remote), or so that it opens one (open)
#         X id             stop that call
#         Q                end
#   out   H 0 tokens       hello
#         O W V G I E P id tokens   object, warning, verbose, debug, information, error, progress
#         R id tokens      the end of a call: ok, failed, cancelled, broken, closed (nothing was sent)
#
# A value is one type character and its text; tokens are separated by tabs, containers by count, depth first:
#   " printable text   S text as base64 of UTF-16   N null   T F   I integer   R double   M decimal   D date   U ticks
#   G guid   Y bytes   P secret (in only)   An array   Hn table   X2 anything else: its type and its text

$inWorker = {
    # Reads the line in $bridge[1] into $bridge[3]. The line may hold secrets, so it is never a parameter: a policy
    # writes those into transcripts.
    function Read-BridgeValues {
        $invariant = [Globalization.CultureInfo]::InvariantCulture
        $lists = [Collections.Generic.Stack[object]]::new()
        $needs = [Collections.Generic.Stack[int]]::new()
        $kinds = [Collections.Generic.Stack[int]]::new()
        $top = [Collections.Generic.List[object]]::new()
        foreach ($token in ([string]$bridge[1]).Split([char]9)) {
            $kind = [int]$token[0]
            $text = $token.Substring(1)
            if ($kind -eq 34) { $top.Add($text) }
            elseif ($kind -eq 83) {
                $bytes = [Convert]::FromBase64String($text)
                $chars = [char[]]::new($bytes.Length / 2)
                [Buffer]::BlockCopy($bytes, 0, $chars, 0, $bytes.Length)
                $top.Add([string]::new($chars))
            }
            elseif ($kind -eq 78) { $top.Add($null) }
            elseif ($kind -eq 84) { $top.Add($true) }
            elseif ($kind -eq 70) { $top.Add($false) }
            elseif ($kind -eq 73) {
                $long = [long]::Parse($text, $invariant)
                if ($long -ge -2147483648 -and $long -le 2147483647) { $top.Add([int]$long) } else { $top.Add($long) }
            }
            elseif ($kind -eq 82) { $top.Add([double]::Parse($text, $invariant)) }
            elseif ($kind -eq 77) { $top.Add([decimal]::Parse($text, $invariant)) }
            elseif ($kind -eq 68) {
                $top.Add([datetime]::Parse($text, $invariant, [Globalization.DateTimeStyles]::RoundtripKind))
            }
            elseif ($kind -eq 85) { $top.Add([timespan]::new([long]::Parse($text, $invariant))) }
            elseif ($kind -eq 71) { $top.Add([guid]::new($text)) }
            elseif ($kind -eq 89) { $top.Add([Convert]::FromBase64String($text)) }
            elseif ($kind -eq 80) {
                $bytes = [Convert]::FromBase64String($text)
                $chars = [char[]]::new($bytes.Length / 2)
                [Buffer]::BlockCopy($bytes, 0, $chars, 0, $bytes.Length)
                $secret = [securestring]::new()
                foreach ($char in $chars) { $secret.AppendChar($char) }
                [Array]::Clear($bytes, 0, $bytes.Length)
                $bridge[8].Add($secret, $chars)
                $top.Add($secret)
            }
            elseif ($kind -eq 65 -or $kind -eq 72) {
                $count = [int]$text
                if ($kind -eq 72) { $count = 2 * $count }
                $lists.Push($top)
                $needs.Push($count)
                $kinds.Push($kind)
                $top = [Collections.Generic.List[object]]::new()
            }
            else { throw 'A token has a type that nobody writes.' }
            while ($needs.Count -gt 0 -and $top.Count -eq $needs.Peek()) {
                [void]$needs.Pop()
                $done = $top
                $top = $lists.Pop()
                if ($kinds.Pop() -eq 65) { $top.Add($done.ToArray()) }
                else {
                    if ($bridge[5]) { $table = [Collections.Specialized.OrderedDictionary]::new() }
                    else { $table = @{} }
                    for ($index = 0; $index -lt $done.Count; $index += 2) { $table.Add($done[$index], $done[$index + 1]) }
                    $top.Add($table)
                }
            }
        }
        if ($needs.Count -gt 0) { throw 'A value is missing.' }
        $bridge[3] = $top.ToArray()
    }

    # Adds the tokens of one value to a list.
    function Add-BridgeValue($tokens, $value, $depth) {
        if ($null -eq $value) { $tokens.Add('N') }
        elseif ($value -is [string]) {
            $text = [string]$value
            if ($text -cmatch '^[\x20-\x7e]*\z') { $tokens.Add('"' + $text) }
            else {
                $chars = $text.ToCharArray()
                $bytes = [byte[]]::new(2 * $chars.Length)
                [Buffer]::BlockCopy($chars, 0, $bytes, 0, $bytes.Length)
                $tokens.Add('S' + [Convert]::ToBase64String($bytes))
            }
        }
        elseif ($value -is [bool]) { if ($value) { $tokens.Add('T') } else { $tokens.Add('F') } }
        elseif ($value -is [int] -or $value -is [long]) {
            $text = ([long]$value).ToString([Globalization.CultureInfo]::InvariantCulture)
            # What was an enumeration in a remote session is a number whose text is the name.
            if ($bridge[7] -and $value.ToString() -cne $text) { Add-BridgeValue $tokens $value.ToString() $depth }
            else { $tokens.Add('I' + $text) }
        }
        elseif ($value -is [datetime]) {
            $tokens.Add('D' + ([datetime]$value).ToString('o', [Globalization.CultureInfo]::InvariantCulture))
        }
        elseif ($value -is [guid]) { $tokens.Add('G' + ([guid]$value).ToString()) }
        elseif ($value -is [enum]) { Add-BridgeValue $tokens ([enum]$value).ToString() $depth }
        elseif ($value -is [byte[]]) { $tokens.Add('Y' + [Convert]::ToBase64String([byte[]]$value)) }
        elseif ($value -is [double] -or $value -is [single]) {
            $tokens.Add('R' + ([double]$value).ToString('R', [Globalization.CultureInfo]::InvariantCulture))
        }
        elseif ($value -is [decimal]) {
            $tokens.Add('M' + ([decimal]$value).ToString([Globalization.CultureInfo]::InvariantCulture))
        }
        elseif ($value -is [timespan]) { $tokens.Add('U' + ([timespan]$value).Ticks) }
        elseif ($value -is [Management.Automation.SwitchParameter]) {
            if ($value.IsPresent) { $tokens.Add('T') } else { $tokens.Add('F') }
        }
        elseif ($value -is [Collections.IDictionary] -and $depth -lt 8) {
            $tokens.Add('H' + $value.Count)
            foreach ($pair in $value.GetEnumerator()) {
                Add-BridgeValue $tokens $pair.Key ($depth + 1)
                Add-BridgeValue $tokens $pair.Value ($depth + 1)
            }
        }
        elseif ($value -is [Collections.IEnumerable] -and $depth -lt 8) {
            $items = [Collections.Generic.List[object]]::new()
            foreach ($item in $value) { $items.Add($item) }
            $tokens.Add('A' + $items.Count)
            foreach ($item in $items) { Add-BridgeValue $tokens $item ($depth + 1) }
        }
        else {
            $tokens.Add('X2')
            Add-BridgeValue $tokens $value.GetType().FullName $depth
            Add-BridgeValue $tokens $value.ToString() $depth
        }
    }

    function Write-BridgeFrame($kind, $values) {
        $tokens = [Collections.Generic.List[string]]::new()
        foreach ($value in $values) { Add-BridgeValue $tokens $value 0 }
        # Begins on a line of its own, whatever others wrote to the console without ending theirs.
        $bridge[2].WriteLine("`n" + $kind + ' ' + $bridge[0] + ' ' + [string]::Join("`t", $tokens.ToArray()))
    }

    # A cmdlet that was given a secret as text may repeat it, such as in an error that quotes what it refuses.
    function Hide-BridgeSecrets($text) {
        foreach ($chars in $bridge[8].Values) {
            if ($text -and $chars.Length -gt 3) { $text = $text.Replace([string]::new($chars), '***') }
        }
        $text
    }

    # An error as data: whether it ended the command, id, exception's type, category, target's name and type, text,
    # cmdlet, position; the exception's short name, which stays when it comes from a remote session; and, where the
    # exception has them, its number and what the directory server said.
    function Write-BridgeError($record, $ended) {
        $exception = $record.Exception
        while ($exception -is [Management.Automation.MethodInvocationException] -and $null -ne $exception.InnerException) {
            $exception = $exception.InnerException
            if ($exception -is [Management.Automation.RemoteException]) { $record = $exception.ErrorRecord }
        }
        $category = $record.CategoryInfo
        Write-BridgeFrame 'E' @(
            $ended, (Hide-BridgeSecrets $record.FullyQualifiedErrorId), $exception.GetType().FullName, $category.Category.ToString(),
            (Hide-BridgeSecrets $category.TargetName), $category.TargetType, (Hide-BridgeSecrets $exception.Message),
            $category.Activity, (Hide-BridgeSecrets $record.InvocationInfo.PositionMessage), $category.Reason,
            $exception.ErrorCode, (Hide-BridgeSecrets $exception.ServerErrorMessage)
        )
    }

    function Write-BridgeProgress($record) {
        Write-BridgeFrame 'P' @(
            (Hide-BridgeSecrets $record.Activity), $record.ActivityId, $record.ParentActivityId,
            (Hide-BridgeSecrets $record.StatusDescription),
            $record.PercentComplete, $record.SecondsRemaining, ($record.RecordType -eq 'Completed')
        )
    }

    function Write-BridgeItem($item, $columns) {
        if ($item -is [Management.Automation.ErrorRecord]) { Write-BridgeError $item $false }
        elseif ($item -is [Management.Automation.WarningRecord]) { Write-BridgeFrame 'W' @(, (Hide-BridgeSecrets $item.Message)) }
        elseif ($item -is [Management.Automation.VerboseRecord]) { Write-BridgeFrame 'V' @(, (Hide-BridgeSecrets $item.Message)) }
        elseif ($item -is [Management.Automation.DebugRecord]) { Write-BridgeFrame 'G' @(, (Hide-BridgeSecrets $item.Message)) }
        elseif ($item -is [Management.Automation.InformationRecord]) {
            Write-BridgeFrame 'I' @(, (Hide-BridgeSecrets ([string]$item.MessageData)))
        }
        elseif ($null -eq $columns) { Write-BridgeFrame 'O' @(, $item) }
        else {
            $cells = [object[]]::new($columns.Length)
            for ($index = 0; $index -lt $columns.Length; $index++) {
                $cell = $item
                foreach ($part in $columns[$index].Split([char]46)) { if ($null -ne $cell) { $cell = $cell.$part } }
                $cells[$index] = $cell
            }
            Write-BridgeFrame 'O' $cells
        }
    }

    # Other credentials than those of the signed-in user: every command of this session gets them by itself.
    function Use-BridgeAccount([string]$Account, [securestring]$Password) {
        $credential = [Management.Automation.PSCredential]::new($Account, $Password)
        $global:PSDefaultParameterValues['*-AD*:Credential'] = $credential
        $global:PSDefaultParameterValues['New-PSSession:Credential'] = $credential
    }

    # The side streams of a remote command, as far as they have come.
    function Write-BridgeStreams {
        $streams = $remote.Streams
        foreach ($stream in $streams.Warning, $streams.Verbose, $streams.Debug, $streams.Information, $streams.Error) {
            foreach ($record in $stream.ReadAll()) { Write-BridgeItem $record $columns }
        }
        foreach ($record in $streams.Progress.ReadAll()) { Write-BridgeProgress $record }
    }

    # Runs the call of its caller in the session that was opened: as a command and not as text, so it also runs where an
    # endpoint has no language. What is given stays in variables: parameters of functions may be written down.
    function Invoke-BridgeRemote {
        if ($null -eq $bridgeSession -or $bridgeSession.Runspace.RunspaceStateInfo.State -ne 'Opened') {
            $bridge[4] = 'closed'
            return
        }
        $remote = [powershell]::Create()
        $remote.Runspace = $bridgeSession.Runspace
        [void]$remote.AddCommand($name)
        foreach ($key in @($given.Keys)) { [void]$remote.AddParameter($key, $given[$key]) }
        $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $found = [Management.Automation.PSDataCollection[psobject]]::new()
        $bridge[4] = 'failed'
        $bridge[6] = $remote
        $bridge[7] = $true
        try {
            $running = $remote.BeginInvoke($nothing, $found)
            foreach ($item in $found) {
                Write-BridgeStreams
                Write-BridgeItem $item $columns
            }
            [void]$remote.EndInvoke($running)
            $bridge[4] = 'ok'
        }
        catch { Write-BridgeError $_ $true }
        finally {
            Write-BridgeStreams
            $bridge[6] = $null
            $bridge[7] = $false
            $remote.Dispose()
            if ($bridgeSession.Runspace.RunspaceStateInfo.State -ne 'Opened') { $bridge[4] = 'broken' }
        }
    }

    # Runs the call of its caller in this runspace; a session that it opens is kept for later calls.
    function Invoke-BridgeHere {
        $command = $ExecutionContext.InvokeCommand.GetCommand($name, 'Cmdlet,Function')
        if ($null -eq $command) {
            $missing = [Management.Automation.CommandNotFoundException]::new("The term '$name' is not recognized.")
            throw [Management.Automation.ErrorRecord]::new($missing, 'CommandNotFoundException', 'ObjectNotFound', $name)
        }
        $parameters = @{}
        foreach ($key in @($given.Keys)) {
            $value = $given[$key]
            # A cmdlet that takes a secret as plain text gets it as such at the last moment.
            if ($value -is [securestring] -and $command.Parameters[$key].ParameterType -eq [string]) {
                $value = [string]::new($bridge[8][$value])
            }
            $parameters[$key] = $value
        }
        $bridge[4] = 'failed'
        & $command @parameters *>&1 | & {
            process {
                if ($where -ceq 'open' -and $_ -is [Management.Automation.Runspaces.PSSession]) {
                    $global:bridgeSession = $_
                }
                else { Write-BridgeItem $_ $columns }
            }
        }
        $bridge[4] = 'ok'
    }

    # Runs the call in $bridge[1]; leaves how it ended in $bridge[4].
    function Invoke-BridgeCall {
        $bridge[4] = 'failed'
        try {
            $bridge[5] = $false
            Read-BridgeValues
            $bridge[1] = $null
            $name, $columns, $given, $where = $bridge[3]
            $bridge[3] = $null
            if ($where -ceq 'remote') { Invoke-BridgeRemote } else { Invoke-BridgeHere }
        }
        catch { Write-BridgeError $_ $true }
        finally {
            foreach ($chars in $bridge[8].Values) { [Array]::Clear($chars, 0, $chars.Length) }
            $bridge[8].Clear()
        }
    }
    $bridgeSession = $null
    $PSDefaultParameterValues = [Management.Automation.DefaultParameterDictionary]::new()
    $ErrorActionPreference = 'Continue'
}

$ascii = [Text.ASCIIEncoding]::new()
# Own streams: code pages do not matter to them, and reading ahead does not block.
$lines = [IO.StreamReader]::new([Console]::OpenStandardInput(65536), $ascii, $false, 65536)
$sink = [IO.StreamWriter]::new([Console]::OpenStandardOutput(65536), $ascii, 65536)
$sink.NewLine = "`n"
$sink.AutoFlush = $true
# Call id, line of the call, writer, values read, how the call ended, whether tables keep their order, the remote command
# that runs, whether what comes is from a remote session, the characters of the call's secrets (what .NET has for reading
# them ends at a zero, or is logged for its name).
$bridge = [object[]]::new(9)
$bridge[7] = $false
$bridge[0] = '0'
$bridge[2] = [IO.TextWriter]::Synchronized($sink)
$bridge[8] = [Collections.Generic.Dictionary[securestring, char[]]]::new()

$worker = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
$worker.ThreadOptions = 'ReuseThread'
$worker.Open()
$worker.SessionStateProxy.SetVariable('bridge', $bridge)
foreach ($text in @($inWorker.ToString(), $workerText)) {
    if (-not $text) { continue }
    $shell = [powershell]::Create()
    $shell.Runspace = $worker
    [void]$shell.AddScript($text, $false).Invoke()
    $shell.Dispose()
}
. $inWorker

# Which of PowerShell's logs a policy switches on: script blocks, modules, transcripts. Null where there is no registry.
$logging = $null
if ([Environment]::OSVersion.Platform -eq 'Win32NT') {
    $logging = @(
        foreach ($policy in @('ScriptBlockLogging\EnableScriptBlockLogging', 'ModuleLogging\EnableModuleLogging', 'Transcription\EnableTranscripting')) {
            $key, $name = $policy.Split([char]92)
            $isOn = $false
            foreach ($hive in @('HKEY_LOCAL_MACHINE', 'HKEY_CURRENT_USER')) {
                $path = $hive + '\Software\Policies\Microsoft\Windows\PowerShell\' + $key
                if ([Microsoft.Win32.Registry]::GetValue($path, $name, 0) -eq 1) { $isOn = $true }
            }
            $isOn
        }
    )
}

Write-BridgeFrame 'H' @(
    1, $PSVersionTable.PSVersion.ToString(), [string]$PSVersionTable.PSEdition,
    $ExecutionContext.SessionState.LanguageMode.ToString(), [Diagnostics.Process]::GetCurrentProcess().Id,
    [Environment]::Is64BitProcess, [Globalization.CultureInfo]::CurrentCulture.Name,
    [Globalization.CultureInfo]::CurrentUICulture.Name, [Environment]::UserName,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
    [Environment]::Is64BitOperatingSystem, [Threading.Thread]::CurrentThread.GetApartmentState().ToString(), $logging
)

$empty = [Management.Automation.PSDataCollection[psobject]]::new()
$empty.Complete()
$next = $lines.ReadLineAsync()
while ($true) {
    $line = $next.Result
    if ($null -eq $line -or $line -ceq 'Q') { [Environment]::Exit(0) }
    $next = $lines.ReadLineAsync()
    if (-not $line.StartsWith('C ')) { continue }
    $space = $line.IndexOf(' ', 2)
    $bridge[0] = $line.Substring(2, $space - 2)
    $bridge[1] = $line.Substring($space + 1)
    $line = $null
    $stopping = $false
    $shell = [powershell]::Create()
    $shell.Runspace = $worker
    [void]$shell.AddCommand('Invoke-BridgeCall')
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $running = $shell.BeginInvoke($empty, $output)
    do {
        $ended = $running.AsyncWaitHandle.WaitOne(25)
        foreach ($record in $shell.Streams.Progress.ReadAll()) { Write-BridgeProgress $record }
        if (-not $ended -and $next.IsCompleted) {
            $line = $next.Result
            if ($null -eq $line) { [Environment]::Exit(0) }
            $next = $lines.ReadLineAsync()
            if ($line -ceq ('X ' + $bridge[0]) -and -not $stopping) {
                $stopping = $true
                # The worker waits for a remote command where it can't be stopped itself.
                $remote = $bridge[6]
                if ($null -ne $remote) { [void]$remote.BeginStop($null, $null) }
                [void]$shell.BeginStop($null, $null)
            }
        }
    } until ($ended)
    # The end is written here, after EndInvoke: a call that came earlier would be taken for a control line.
    try {
        [void]$shell.EndInvoke($running)
        $how = $bridge[4]
        # What a remote command says of being stopped comes as an error of its own.
        if ($stopping -and $how -ceq 'failed') { $how = 'cancelled' }
    }
    catch { if ($stopping) { $how = 'cancelled' } else { $how = 'broken' } }
    $shell.Dispose()
    Write-BridgeFrame 'R' @(, $how)
}
