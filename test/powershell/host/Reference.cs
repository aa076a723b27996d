using System.Reflection;
using System.Text.Json.Nodes;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>
/// What .NET Framework 4.7.2 and Windows PowerShell 5.1 have, read from their reference assemblies on NuGet. Nothing of them
/// is run.
/// </summary>
internal sealed class Reference
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly string[] Searched =
    [
        "mscorlib", "System", "System.Core", "System.Management.Automation",
        "System.Net.Http", "System.DirectoryServices", "System.DirectoryServices.Protocols",
    ];

    private readonly List<Assembly> assemblies;

    private Reference(string framework, string powershell)
    {
        var files = Directory.GetFiles(framework, "*.dll", SearchOption.AllDirectories).Append(powershell).ToList();
        var context = new MetadataLoadContext(new PathAssemblyResolver(files), "mscorlib");
        assemblies = [.. Searched.Select(name => context.LoadFromAssemblyName(name))];
    }

    public static Reference Of51()
    {
        var paths = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(one => one.Key, one => one.Value!);
        return new Reference(
            Path.Combine(paths["NetFramework"], "build", ".NETFramework", "v4.7.2"),
            Path.Combine(paths["PowerShellStandard"], "lib", "net452", "System.Management.Automation.dll"));
    }

    /// <summary>
    /// [type, kind, name, arguments]: the assembly that has it; null where none has. Kinds: type, new, static, instance.
    /// Arguments are a number where something is called.
    /// </summary>
    public JsonValue? Find(JsonArray asked)
    {
        var name = asked[0]!.GetValue<string>();
        var type = assemblies.Select(assembly => assembly.GetType(name)).FirstOrDefault(found => found is { IsPublic: true });
        if (type is null || !Has(type, asked[1]!.GetValue<string>(), asked[2]?.GetValue<string>(), asked[3]?.GetValue<int>())) return null;
        return JsonValue.Create(type.Assembly.GetName().Name);
    }

    private static bool Has(Type type, string kind, string? name, int? arguments) => kind switch
    {
        "type" => true,
        "new" => arguments == 0 && type.IsValueType || type.GetConstructors().Any(one => Takes(one, arguments)),
        _ when arguments is null => type.GetMember(name!, MemberTypes.Property | MemberTypes.Field, Flags(kind)).Length > 0,
        _ => type.GetMember(name!, MemberTypes.Method, Flags(kind)).Cast<MethodBase>().Any(one => Takes(one, arguments)),
    };

    private static BindingFlags Flags(string kind) => kind == "static" ? Static : Instance;

    private static bool Takes(MethodBase method, int? arguments)
    {
        var parameters = method.GetParameters();
        var isOpen = parameters.LastOrDefault()?.CustomAttributes.Any(one => one.AttributeType.Name == nameof(ParamArrayAttribute)) ?? false;
        var needed = parameters.Count(one => !one.IsOptional) - (isOpen ? 1 : 0);
        return arguments >= needed && (isOpen || arguments <= parameters.Length);
    }
}
