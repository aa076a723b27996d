/**
 * What the scripts that are sent to a PowerShell may use, each with its reason. That Windows PowerShell 5.1 and .NET
 * Framework 4.7.2 have it is not asserted here but looked up in their reference assemblies (bridge-language.test.ts).
 * Whoever adds to a script adds here, and whoever takes away takes away here.
 */

/** Types by their full names, each with its members that are used: `new`, `::Static` and `.Instance`. */
export interface Allowed {
  readonly why: string;
  readonly types: Readonly<Record<string, string>>;
}

export const allowed: readonly Allowed[] = [
  {
    why: 'Lines of ASCII on streams of our own: code pages do not matter, and reading ahead does not block.',
    types: {
      'System.Console': '::OpenStandardInput ::OpenStandardOutput ::In',
      'System.IO.StreamReader': 'new .ReadLineAsync',
      'System.IO.StreamWriter': 'new .NewLine .AutoFlush',
      'System.IO.TextReader': '.ReadLine',
      'System.IO.TextWriter': '::Synchronized .WriteLine',
      'System.Text.ASCIIEncoding': 'new',
    },
  },
  {
    why: 'A line that comes while a command runs.',
    types: {
      'System.Threading.Tasks.Task': '.IsCompleted .Wait',
      'System.Threading.Tasks.Task`1': '.Result',
      'System.IAsyncResult': '.AsyncWaitHandle',
      'System.Threading.WaitHandle': '.WaitOne',
    },
  },
  {
    why: 'A script that is given as text over standard input: no file is run, so no execution policy is involved.',
    types: {
      'System.Text.StringBuilder': 'new .Append .ToString',
      'System.Management.Automation.ScriptBlock': '::Create .ToString',
    },
  },
  {
    why: 'Values as tokens, read and written without loss.',
    types: {
      'System.String':
        'new ::Join .Split .Substring .StartsWith .IndexOf .ToCharArray .Length .Replace .ToString',
      'System.Char': '',
      'System.Byte': '',
      'System.Object': '.GetType .ToString',
      'System.Type': '.FullName',
      'System.Void': '',
      'System.Boolean': '',
      'System.Int32': '',
      'System.Int64': '::Parse .ToString',
      'System.Double': '::Parse .ToString',
      'System.Single': '',
      'System.Decimal': '::Parse .ToString',
      'System.DateTime': '::Parse .ToString',
      'System.TimeSpan': 'new .Ticks',
      'System.Guid': 'new .ToString',
      'System.Enum': '.ToString',
      'System.Convert': '::FromBase64String ::ToBase64String',
      'System.Buffer': '::BlockCopy',
      'System.Array': '::Clear .Length',
      'System.Collections.IDictionary': '.GetEnumerator .Keys',
      'System.Collections.ICollection': '.Count',
      'System.Collections.IEnumerable': '',
      'System.Collections.DictionaryEntry': '.Key .Value',
      'System.Collections.Hashtable': '.Add .Count .ContainsKey',
      'System.Collections.Specialized.OrderedDictionary': 'new .Add',
      'System.Collections.Generic.Dictionary`2': '.GetEnumerator .Count',
      'System.Collections.Generic.KeyValuePair`2': '.Key .Value',
      'System.Collections.Generic.List`1': 'new .Add .Count .ToArray',
      'System.Collections.Generic.Stack`1': 'new .Push .Pop .Peek .Count',
      'System.Globalization.CultureInfo': '::InvariantCulture',
      'System.Globalization.DateTimeStyles': '::RoundtripKind',
      'System.Management.Automation.SwitchParameter': '.IsPresent',
    },
  },
  {
    why: 'Secrets: character by character into a SecureString; as text only for a cmdlet that takes nothing else; cleared.',
    types: {
      'System.Security.SecureString': 'new .AppendChar',
      'System.Collections.Generic.Dictionary`2': 'new .Add .Values .Clear',
      'System.Net.NetworkCredential': 'new .Password',
    },
  },
  {
    why: 'A second runspace runs the commands, so that the first can watch and stop them.',
    types: {
      'System.Management.Automation.Runspaces.InitialSessionState': '::CreateDefault2',
      'System.Management.Automation.Runspaces.RunspaceFactory': '::CreateRunspace',
      'System.Management.Automation.Runspaces.Runspace': '.ThreadOptions .Open .SessionStateProxy',
      'System.Management.Automation.Runspaces.SessionStateProxy': '.SetVariable',
      'System.Management.Automation.PowerShell':
        '::Create .Runspace .AddScript .AddCommand .Invoke .BeginInvoke .EndInvoke .BeginStop .Streams .Dispose',
      'System.Management.Automation.PSDataStreams': '.Progress',
      'System.Management.Automation.PSDataCollection`1': 'new .Complete .ReadAll',
      'System.Management.Automation.PSObject': '',
    },
  },
  {
    why: 'Commands in a remote session are given as commands, not as text; its credentials come from one place.',
    types: {
      'System.Management.Automation.Runspaces.PSSession': '.Runspace',
      'System.Management.Automation.Runspaces.Runspace': '.RunspaceStateInfo',
      'System.Management.Automation.Runspaces.RunspaceStateInfo': '.State',
      'System.Management.Automation.PowerShell': '.AddParameter',
      'System.Management.Automation.PSDataStreams': '.Warning .Verbose .Debug .Information .Error',
      'System.Management.Automation.PSCredential': 'new',
      'System.Management.Automation.DefaultParameterDictionary': 'new',
      'System.Management.Automation.ErrorCategoryInfo': '.Reason',
    },
  },
  {
    why: 'A cmdlet is found by its name, and what it is to be given by its parameters.',
    types: {
      'System.Management.Automation.EngineIntrinsics': '.InvokeCommand .SessionState .InvokeProvider',
      'System.Management.Automation.CommandInvocationIntrinsics': '.GetCommand',
      'System.Management.Automation.CommandInfo': '.Parameters',
      'System.Management.Automation.ParameterMetadata': '.ParameterType',
      'System.Management.Automation.CommandNotFoundException': 'new',
    },
  },
  {
    why: 'Errors, other streams and progress as data.',
    types: {
      'System.Exception': 'new .InnerException .Message',
      'System.Management.Automation.ErrorRecord':
        'new .Exception .CategoryInfo .FullyQualifiedErrorId .InvocationInfo',
      'System.Management.Automation.ErrorCategoryInfo': '.Category .TargetName .TargetType .Activity',
      'System.Management.Automation.InvocationInfo': '.PositionMessage',
      'System.Management.Automation.MethodInvocationException': '',
      'System.Management.Automation.RemoteException': '.ErrorRecord',
      'System.Management.Automation.InformationalRecord': '.Message',
      'System.Management.Automation.WarningRecord': '',
      'System.Management.Automation.VerboseRecord': '',
      'System.Management.Automation.DebugRecord': '',
      'System.Management.Automation.InformationRecord': '.MessageData',
      'System.Management.Automation.ProgressRecord':
        '.Activity .ActivityId .ParentActivityId .StatusDescription .PercentComplete .SecondsRemaining .RecordType',
    },
  },
  {
    why: 'What the session says of itself when it stands, and its end.',
    types: {
      'System.Management.Automation.SessionState': '.LanguageMode',
      'System.Diagnostics.Process': '::GetCurrentProcess .Id',
      'System.Environment': '::Is64BitProcess ::Is64BitOperatingSystem ::UserName ::OSVersion ::Exit',
      'System.OperatingSystem': '.Platform',
      'System.Threading.Thread': '::CurrentThread .GetApartmentState',
      'Microsoft.Win32.Registry': '::GetValue',
      'System.Globalization.CultureInfo': '::CurrentCulture ::CurrentUICulture .Name',
    },
  },
  {
    why: 'Can a port be reached from where commands will be sent?',
    types: {
      'System.Net.Sockets.TcpClient': 'new .ConnectAsync .Dispose',
      'System.Net.Sockets.SocketException': '.SocketErrorCode',
    },
  },
  {
    why: 'Does an account get in? And what the directory says of a refusal (the exceptions of its module have the same two).',
    types: {
      'System.DirectoryServices.Protocols.LdapDirectoryIdentifier': 'new',
      'System.DirectoryServices.Protocols.LdapConnection': 'new .Timeout .SessionOptions .Bind .Dispose',
      'System.DirectoryServices.Protocols.LdapSessionOptions':
        '.ProtocolVersion .SecureSocketLayer .Signing .Sealing',
      'System.DirectoryServices.Protocols.LdapException': '.ErrorCode .ServerErrorMessage',
    },
  },
  {
    why: 'The practice site is asked over loopback, in waits that can be stopped.',
    types: {
      'System.Reflection.Assembly': '::LoadWithPartialName',
      'System.Net.Http.HttpClientHandler': 'new .UseProxy',
      'System.Net.Http.HttpClient': 'new .Timeout .SendAsync',
      'System.Net.Http.HttpRequestMessage': 'new .Headers .Content',
      'System.Net.Http.HttpMethod': '::Post',
      'System.Net.Http.StringContent': 'new',
      'System.Net.Http.HttpContent': '.ReadAsStreamAsync',
      'System.Net.Http.HttpCompletionOption': '::ResponseHeadersRead',
      'System.Net.Http.HttpResponseMessage': '.EnsureSuccessStatusCode .Content .Dispose',
      'System.Net.Http.Headers.HttpHeaders': '.TryAddWithoutValidation',
      'System.Text.Encoding': '::ASCII',
      'System.Threading.Timeout': '::InfiniteTimeSpan',
    },
  },
  {
    why: 'Practice cmdlets are functions that are declared from data and answer as cmdlets do.',
    types: {
      'System.Management.Automation.CmdletBindingAttribute':
        'new .DefaultParameterSetName .PositionalBinding .SupportsShouldProcess',
      'System.Management.Automation.ParameterAttribute': 'new .Mandatory .ParameterSetName',
      'System.Management.Automation.AliasAttribute': 'new',
      'System.Int16': '',
      'System.UInt32': '',
      'System.Nullable`1': '',
      'System.Management.Automation.ProviderIntrinsics': '.Item',
      'System.Management.Automation.ItemCmdletProviderIntrinsics': '.Set',
      'System.Management.Automation.Cmdlet': '.WriteWarning',
    },
  },
];

/** Short names of types that Windows PowerShell 5.1 knows beside those in System. (about_Type_Accelerators of 5.1) */
export const accelerators: Readonly<Record<string, string>> = {
  int: 'System.Int32',
  long: 'System.Int64',
  bool: 'System.Boolean',
  psobject: 'System.Management.Automation.PSObject',
  powershell: 'System.Management.Automation.PowerShell',
  scriptblock: 'System.Management.Automation.ScriptBlock',
  securestring: 'System.Security.SecureString',
  initialsessionstate: 'System.Management.Automation.Runspaces.InitialSessionState',
  runspacefactory: 'System.Management.Automation.Runspaces.RunspaceFactory',
  switch: 'System.Management.Automation.SwitchParameter',
  hashtable: 'System.Collections.Hashtable',
  int16: 'System.Int16',
  uint32: 'System.UInt32',
  CmdletBindingAttribute: 'System.Management.Automation.CmdletBindingAttribute',
  ParameterAttribute: 'System.Management.Automation.ParameterAttribute',
  AliasAttribute: 'System.Management.Automation.AliasAttribute',
};

/** Assemblies that have these types: those that every session has loaded, and what is loaded by name. */
export const assemblies: Readonly<Record<string, string>> = {
  mscorlib: 'PowerShell itself',
  System: 'PowerShell itself',
  'System.Core': 'PowerShell itself',
  'System.Management.Automation': 'PowerShell itself',
  'System.DirectoryServices.Protocols': 'loaded by name in Test-BridgeSignIn',
  'System.Net.Http': 'loaded by name in Connect-PracticeSite where it is not there yet',
};

/** Commands that are no functions of the script, by name. The bridge needs none of PowerShell's, and runs no programs. */
export const commands: Readonly<Record<string, string>> = {};

/** What is run without a name in the text. */
export const runAs: Readonly<Record<string, string>> = {
  $command:
    'the cmdlet of a call; it was found among cmdlets and functions, so it is no program and no alias',
  $inWorker: "the bridge's own functions, where the hello is written",
  $quoted: 'a block of the same function',
  '([scriptblock]::Create($t.ToString()))': 'the bridge, as the loader was given it',
  '([scriptblock]::Create($class))': 'an exception whose name was checked to be one word',
};

/** Members that are none of a type of .NET: keys of tables, and names that are only known when it runs. */
export const members: Readonly<Record<string, string>> = {
  PSVersion: 'key of $PSVersionTable',
  PSEdition: 'key of $PSVersionTable (5.1)',
  $part: 'one part of a property path that was asked for',
  address: 'key of $practiceSite',
  client: 'key of $practiceSite',
  exceptions: 'key of $practiceSite',
  target: 'key of $practiceSite',
  token: 'key of $practiceSite',
  '$practiceSite.exceptions[$type]::new': 'the class that was declared for an error of the practice site',
};

/** Words for which the engine logs a script block unasked that are in a script all the same. (facts-windows 7) */
export const words: Readonly<Record<string, string>> = {
  FromBase64String: 'strings that are not printable ASCII, bytes and secrets come as base64; docs say so',
  ScriptBlockLogging: 'name of a policy that is read, so that people know what is logged',
  ToBase64String: 'strings that are not printable ASCII and bytes go out as base64; docs say so',
};

/** The same for practice cmdlets: their parameters are named as the real ones. They are never declared at a real site. */
export const declaredWords: Readonly<Record<string, string>> = {
  Properties: 'parameter of the cmdlets of Active Directory',
  Bypass: 'parameter BypassSecurityGroupManagerCheck of the cmdlets for groups',
};

/**
 * Words for which the engine logs a script block without being asked, whatever the policies say. (facts-windows 7; engine,
 * `CompiledScriptBlock.cs`, without those that hold a shorter one)
 */
export const loggedWords: readonly string[] = [
  'Add-Type DllImport DefineDynamicAssembly DefineDynamicModule DefineType DefineConstructor CreateType DefineLiteral',
  'DefineEnum DefineField ILGenerator Emit UnverifiableCodeAttribute DefinePInvokeMethod GetTypes GetAssemblies Methods',
  'Properties GetConstructor GetDefaultMembers GetEvent GetField GetInterface GetMember GetMethod GetNestedType',
  'GetProperty InvokeMember MakeArrayType MakeByRefType MakeGenericType MakePointerType DeclaringMethod DeclaringType',
  'ReflectedType TypeHandle TypeInitializer UnderlyingSystemType InteropServices Marshal AllocHGlobal PtrToStructure',
  'StructureToPtr FreeHGlobal IntPtr MemoryStream DeflateStream FromBase64String EncodedCommand Bypass ToBase64String',
  'ExpandString GetPowerShell OpenProcess VirtualAlloc VirtualFree WriteProcessMemory CreateUserThread CloseHandle',
  'GetDelegateForFunctionPointer kernel32 CreateThread memcpy LoadLibrary GetModuleHandle GetProcAddress VirtualProtect',
  'FreeLibrary ReadProcessMemory CreateRemoteThread AdjustTokenPrivileges WriteByte WriteInt32 OpenThreadToken',
  'PtrToString ZeroFreeGlobalAllocUnicode GetTokenInformation SetThreadToken ImpersonateLoggedOnUser RevertToSelf',
  'GetLogonSessionData CreateProcessWithToken DuplicateTokenEx OpenWindowStation OpenDesktop MiniDumpWriteDump',
  'AddSecurityPackage EnumerateSecurityPackages GetProcessHandle DangerousGetHandle CryptoServiceProvider Cryptography',
  'RijndaelManaged SHA1Managed CryptoStream CreateEncryptor CreateDecryptor TransformFinalBlock DeviceIoControl',
  'SetInformationProcess PasswordDeriveBytes GetAsyncKeyState GetKeyboardState GetForegroundWindow BindingFlags',
  'NonPublic ScriptBlockLogging LogPipelineExecutionDetails ProtectedEventLogging',
].flatMap((line) => line.split(' '));
