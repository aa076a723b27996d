# The practice site's cmdlets in a real PowerShell. It is run where the bridge runs commands, and uses its functions.
# Each cmdlet is declared from data with the parameters of the real one, so that PowerShell itself binds and refuses
# them, and asks the practice site over loopback what it answers.

function Connect-PracticeSite([string]$Address, [securestring]$Token, [string]$Target) {
    if (-not ('System.Net.Http.HttpClient' -as [type])) {
        [void][Reflection.Assembly]::LoadWithPartialName('System.Net.Http')
    }
    $handler = [Net.Http.HttpClientHandler]::new()
    $handler.UseProxy = $false
    $client = [Net.Http.HttpClient]::new($handler)
    $client.Timeout = [Threading.Timeout]::InfiniteTimeSpan
    $global:practiceSite = @{ client = $client; address = $Address; token = $Token; target = $Target; exceptions = @{} }
}

# Declares one cmdlet. Each parameter: name, type, other names, and its sets, each with its name (or null for all) and
# whether it is mandatory there.
function Add-PracticeCmdlet([string]$Name, [bool]$ShouldProcess, [string]$DefaultSet, [object[]]$Parameters) {
    $quoted = { param($text) "'" + $text.Replace("'", "''") + "'" }
    $declared = foreach ($parameter in $Parameters) {
        $parameterName, $type, $aliases, $sets = $parameter
        $parts = [Collections.Generic.List[string]]::new()
        foreach ($set in $sets) {
            $facts = @()
            if ($null -ne $set[0]) { $facts += 'ParameterSetName = ' + (& $quoted $set[0]) }
            if ($set[1]) { $facts += 'Mandatory = $true' }
            $parts.Add('[Parameter(' + ($facts -join ', ') + ')]')
        }
        if ($aliases.Length -gt 0) {
            $parts.Add('[Alias(' + (@(foreach ($alias in $aliases) { & $quoted $alias }) -join ', ') + ')]')
        }
        if ("$parameterName$type" -cnotmatch '^[\w\[\]]+\z') { throw 'A declaration is none.' }
        $parts.Add('[' + $type + ']${' + $parameterName + '}')
        $parts -join ''
    }
    if ($Name -cnotmatch '^[A-Za-z]+-[A-Za-z]+\z') { throw 'A declaration is none.' }
    $facts = @('PositionalBinding = $false')
    if ($ShouldProcess) { $facts += 'SupportsShouldProcess = $true' }
    if ($DefaultSet) { $facts += 'DefaultParameterSetName = ' + (& $quoted $DefaultSet) }
    $text = '[CmdletBinding(' + ($facts -join ', ') + ')] param(' + ($declared -join ', ') +
        ') Invoke-PracticeCmdlet ' + (& $quoted $Name) + ' $PSBoundParameters'
    $ExecutionContext.InvokeProvider.Item.Set("function:global:$Name", [scriptblock]::Create($text))
}

# Sends what was bound to the practice site and puts out what it answers.
function Invoke-PracticeCmdlet {
    [CmdletBinding()] param($name, $bound)
    $tokens = [Collections.Generic.List[string]]::new()
    Add-BridgeValue $tokens $practiceSite.target 0
    Add-BridgeValue $tokens $name 0
    $tokens.Add('H' + $bound.Count)
    foreach ($pair in $bound.GetEnumerator()) {
        Add-BridgeValue $tokens $pair.Key 0
        if ($pair.Value -is [securestring]) {
            $chars = $bridge[8][$pair.Value]
            $bytes = [byte[]]::new(2 * $chars.Length)
            [Buffer]::BlockCopy($chars, 0, $bytes, 0, $bytes.Length)
            $tokens.Add('P' + [Convert]::ToBase64String($bytes))
        }
        else { Add-BridgeValue $tokens $pair.Value 0 }
    }
    $request = [Net.Http.HttpRequestMessage]::new([Net.Http.HttpMethod]::Post, $practiceSite.address)
    $token = [Net.NetworkCredential]::new('', $practiceSite.token).Password
    [void]$request.Headers.TryAddWithoutValidation('Authorization', 'Bearer ' + $token)
    $request.Content = [Net.Http.StringContent]::new([string]::Join("`t", $tokens.ToArray()), [Text.Encoding]::ASCII)
    $sending = $practiceSite.client.SendAsync($request, [Net.Http.HttpCompletionOption]::ResponseHeadersRead)
    # In short waits, so that it can be stopped.
    while (-not $sending.Wait(50)) { }
    $response = $sending.Result
    try {
        [void]$response.EnsureSuccessStatusCode()
        $lines = [IO.StreamReader]::new($response.Content.ReadAsStreamAsync().Result, [Text.Encoding]::ASCII)
        while ($true) {
            $reading = $lines.ReadLineAsync()
            while (-not $reading.Wait(50)) { }
            $line = $reading.Result
            if ($null -eq $line) { throw 'The practice site broke off.' }
            if ($line -ceq 'R') { break }
            $bridge[1] = $line.Substring(2)
            $bridge[5] = $true
            Read-BridgeValues
            $values = $bridge[3]
            if ($line[0] -ceq 'O') { , $values[0] }
            elseif ($line[0] -ceq 'W') { $PSCmdlet.WriteWarning($values[0]) }
            elseif ($line[0] -ceq 'E') { throw (New-PracticeError $values) }
        }
    }
    finally { $response.Dispose() }
}

# An error record with an exception whose type is named as the real one.
function New-PracticeError($values) {
    $id, $type, $text = $values
    if (-not $type) { $exception = [Exception]::new($text) }
    else {
        if ($type -cnotmatch '^\w+\z') { throw 'An exception has no such name.' }
        if (-not $practiceSite.exceptions.ContainsKey($type)) {
            $class = 'class ' + $type + ' : System.Exception { ' + $type + '([string]$text) : base($text) {} }; [' + $type + ']'
            $practiceSite.exceptions[$type] = & ([scriptblock]::Create($class))
        }
        $exception = $practiceSite.exceptions[$type]::new($text)
    }
    [Management.Automation.ErrorRecord]::new($exception, $id, 'NotSpecified', $null)
}
