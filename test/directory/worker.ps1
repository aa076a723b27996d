# What the tests of the directory add to a session's worker.

# All cmdlets of Active Directory work as this user from now on, or as whoever is signed in.
function Set-TestCredential([string]$Name, [securestring]$Password) {
    $global:PSDefaultParameterValues.Clear()
    if ($Name) { $global:PSDefaultParameterValues['*-AD*:Credential'] = [pscredential]::new($Name, $Password) }
}
