@{
    RootModule = 'ActiveDirectory.dll'
    ModuleVersion = '1.0.1.0'
    # PowerShell loads the module for each of these by itself, as it does the real one.
    CmdletsToExport = @(
        'Add-ADGroupMember', 'Clear-ADAccountExpiration', 'Disable-ADAccount', 'Enable-ADAccount',
        'Get-ADDefaultDomainPasswordPolicy', 'Get-ADDomain', 'Get-ADDomainController', 'Get-ADFineGrainedPasswordPolicy',
        'Get-ADForest', 'Get-ADGroup', 'Get-ADGroupMember', 'Get-ADObject', 'Get-ADOrganizationalUnit',
        'Get-ADPrincipalGroupMembership', 'Get-ADRootDSE', 'Get-ADUser', 'Get-ADUserResultantPasswordPolicy',
        'New-ADGroup', 'New-ADUser', 'Remove-ADGroup', 'Remove-ADGroupMember', 'Remove-ADUser',
        'Set-ADAccountExpiration', 'Set-ADAccountPassword', 'Set-ADGroup', 'Set-ADUser', 'Unlock-ADAccount'
    )
}
