import type { Refusal } from './refusal.ts';

/**
 * Why a remote session with Exchange Server did not come about, or broke. (facts-windows 15: words and numbers from
 * PowerShell's source, causes from Microsoft's documentation; facts-exchange 6.1, 6.3)
 */
export const remotingRefusals: readonly Refusal[] = [
  {
    id: 'no-remoting-right',
    // -2144108477: with Exchange's own text, as in KB 2898571 and for somebody without any role.
    signs: { session: [5, -2144108477, -2144108061, -2144108116] },
    why: 'Exchange Server was reached and does not let this account in: remote PowerShell is switched off for it, or it is in no role group of Exchange.',
    do: 'Have somebody with the role Organization Management check the account: Get-User NAME | Format-List RemotePowerShellEnabled must say True, and it must be in a role group such as Recipient Management.',
  },
  {
    id: 'no-logon-server',
    // -2146893039 (0x80090311): inferred.
    signs: { session: [1311, 1312, -2146893039], numbers: [1311] },
    why: 'No domain controller was reached that could vouch for you.',
    do: 'Connect this computer to the network of the domain (VPN where you are outside), then run the step again.',
  },
  {
    id: 'server-not-found',
    signs: { session: [53, -2144108103] },
    why: 'There is no server of this name in the network as this computer sees it.',
    do: "Check the server's full name in the site file, and that Resolve-DnsName finds it from here.",
  },
  {
    id: 'server-does-not-listen',
    signs: { session: [1722, -2144108526, -2144108250, -2141974624] },
    why: 'The server does not answer: it is down, its web server does not listen, or a firewall or proxy is in between.',
    do: 'Check that the server runs and that port 80 is open from here: Test-NetConnection SERVER -Port 80. No proxy may stand in between (netsh winhttp show proxy).',
  },
  {
    id: 'kerberos-name-unknown',
    signs: { session: [-2146893053] },
    why: 'Kerberos does not know the server by this name: it is an alias or the name of a load balancer.',
    do: 'Name one Exchange server by its own full name in the site file, such as ex01.uni.example.',
  },
  {
    id: 'kerberos-name-taken',
    // 0x80090322.
    signs: { session: [-2146893022] },
    why: 'The name HTTP/SERVER is registered in Active Directory for another account than the server itself, most often that of a web service, so Kerberos gives a ticket that the server can not read.',
    do: 'Ask whoever runs Active Directory to look with: setspn -q http/SERVER. The name belongs on the computer account of the server.',
  },
  {
    id: 'kerberos-not-possible',
    signs: { session: [-2144108316, -2144108101, -2144108276, -2144108318, -2144108315, -2146893042] },
    why: 'Kerberos is not possible from here: this computer does not belong to the domain, Kerberos is switched off for WinRM, or the server was named by its IP address.',
    do: 'Run the program on a computer of the domain, signed in as a user of the domain, and name the server by its full name.',
  },
  {
    id: 'sent-elsewhere',
    signs: { session: [-2144108135, -2144108105], exceptions: ['PSRemotingTransportRedirectException'] },
    why: 'This server passes you on to another one, which is not followed.',
    do: 'Name the server that the text below names in the site file, then run the step again.',
  },
  {
    id: 'powershell-of-exchange-down',
    signs: {
      session: [
        14, -2144108269, -2144108270, -2144108176, -2144108428, -2144108485, -2144108542, -2144108539,
      ],
    },
    why: "The server answers, but Exchange's PowerShell on it does not: its virtual directory or its application pool is stopped, or is not there.",
    do: 'Have the server looked at: in IIS the application pool MSExchangePowerShellAppPool must run and the virtual directory PowerShell be there. Or name another Exchange server in the site file.',
  },
  {
    id: 'way-to-sign-in-not-offered',
    signs: { session: [-2144108274] },
    why: "Exchange's PowerShell does not offer this way to sign in; on-premises it is Kerberos over http.",
    do: 'Have the authentication of the virtual directory PowerShell set back to what Exchange sets up: Get-PowerShellVirtualDirectory shows it.',
  },
  {
    id: 'session-broke',
    // InvalidRunspaceStateException and its relatives: a command on a session that is broken already.
    signs: {
      session: [995, 1115, -2144108453],
      exceptions: ['InvalidRunspaceStateException', 'InvalidRunspacePoolStateException'],
    },
    why: 'The session with the server broke: it was idle for too long, the server was restarted, or the network was interrupted.',
    do: 'Run the step again: it opens a new session and looks before it writes.',
  },
  {
    id: 'no-session',
    signs: {
      exceptions: ['PSRemotingTransportException', 'PSRemotingDataStructureException'],
    },
    why: 'The session with the server did not come about, or broke, for a reason that this program does not know by its number.',
    do: "Read the service's own words below. The name of the server in the site file, its state and port 80 from here are the usual causes.",
  },
];
