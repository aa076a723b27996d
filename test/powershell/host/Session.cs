using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Text.Json.Nodes;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>A runspace in which recording functions stand for cmdlets, so that the real binder does its work.</summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace runspace;
    private readonly Recorder recorder = new();
    private readonly HashSet<string> variables = [];

    public Session(JsonArray functions)
    {
        runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        runspace.SessionStateProxy.SetVariable("recorder", recorder);
        using var shell = PowerShell.Create(runspace);
        foreach (var function in functions) shell.AddScript(Declaration(function!.AsObject())).AddStatement();
        if (functions.Count > 0) shell.Invoke();
        if (shell.HadErrors) throw new InvalidOperationException(shell.Streams.Error[0].ToString());
    }

    public JsonObject Run(JsonObject request)
    {
        recorder.Begin(request["secrets"]?.AsArray() ?? [], request["answers"]?.AsArray() ?? []);
        foreach (var name in variables) runspace.SessionStateProxy.PSVariable.Remove(name);
        variables.Clear();
        foreach (var variable in request["variables"]?.AsArray() ?? [])
        {
            var name = variable![0]!.GetValue<string>();
            runspace.SessionStateProxy.SetVariable(name, Wire.Text(variable[1]!));
            variables.Add(name);
        }
        using var shell = PowerShell.Create(runspace);
        var errors = new JsonArray();
        var values = new JsonArray();
        try
        {
            foreach (var value in shell.AddScript(Wire.Text(request["text"]!)).Invoke()) values.Add((JsonNode)Wire.Value(value));
        }
        catch (RuntimeException problem)
        {
            errors.Add(Problem(problem.ErrorRecord));
        }
        foreach (var problem in shell.Streams.Error) errors.Add(Problem(problem));
        return new JsonObject { ["calls"] = recorder.End(), ["values"] = values, ["errors"] = errors };
    }

    public void Dispose() => runspace.Dispose();

    private static JsonNode Problem(ErrorRecord record) => new JsonObject
    {
        ["id"] = record.FullyQualifiedErrorId,
        ["text"] = Wire.Base64(record.Exception.Message),
    };

    private static string Declaration(JsonObject function)
    {
        var text = new StringBuilder();
        text.Append("function global:").Append(function["name"]!.GetValue<string>()).Append(" { [CmdletBinding(PositionalBinding = $false)] param(");
        text.AppendJoin(", ", function["parameters"]!.AsArray().Select(parameter =>
            $"[{parameter!["type"]!.GetValue<string>()}]${{{parameter["name"]!.GetValue<string>()}}}"));
        text.Append(") $global:recorder.Record($MyInvocation.MyCommand.Name, $PSBoundParameters) }");
        return text.ToString();
    }
}

/// <summary>Keeps what was bound, and answers as it was told to.</summary>
internal sealed class Recorder
{
    private JsonArray calls = [];
    private readonly Dictionary<string, string> secrets = [];
    private readonly Dictionary<string, object> answers = new(StringComparer.OrdinalIgnoreCase);

    public void Begin(JsonArray secretsByPrompt, JsonArray answersByCommand)
    {
        calls = [];
        secrets.Clear();
        answers.Clear();
        foreach (var secret in secretsByPrompt) secrets[Wire.Text(secret![0]!)] = Wire.Text(secret[1]!);
        foreach (var answer in answersByCommand) answers[answer![0]!.GetValue<string>()] = Answer(answer);
    }

    public JsonArray End() => calls;

    /// <summary>Called by the recording functions.</summary>
    public object? Record(string command, IDictionary bound)
    {
        var parameters = new JsonArray();
        foreach (DictionaryEntry pair in bound) parameters.Add((JsonNode)new JsonArray((string)pair.Key, Wire.Value(pair.Value)));
        calls.Add((JsonNode)new JsonObject { ["command"] = command, ["bound"] = parameters });
        if (!command.Equals("Read-Host", StringComparison.OrdinalIgnoreCase)) return answers.GetValueOrDefault(command);
        var prompt = bound["Prompt"] is { } asked ? asked.ToString()! : "";
        var text = secrets.GetValueOrDefault(prompt, "");
        return bound.Contains("AsSecureString") ? Wire.Secret(text) : text;
    }

    private static object Answer(JsonNode answer)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        var record = new PSObject();
        foreach (var property in answer[2]!.AsArray())
        {
            var name = property![0]!.GetValue<string>();
            table[name] = Wire.Text(property[1]!);
            record.Properties.Add(new PSNoteProperty(name, table[name]));
        }
        return answer[1]!.GetValue<string>() == "hashtable" ? table : record;
    }
}
