using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>
/// Examines PowerShell text in the real engine: one JSON object a line in, one a line out, in the same order.
/// Texts travel as base64 of UTF-16, because JSON readers refuse lone surrogates.
///   {"do":"declare","functions":[{"name":"New-X","parameters":[{"name":"Y","type":"string"}]}]}   a new runspace with recorders
///   {"do":"parse","text":b64}
///   {"do":"language","text":b64}                          what a script uses (ScriptLanguage.cs)
///   {"do":"find","members":[[type,kind,name,arguments]]}   whether Windows PowerShell 5.1 has that (Reference.cs)
///   {"do":"run","text":b64,"variables":[[name,b64]],"secrets":[[prompt b64,b64]],"answers":[[command,"object"|"hashtable",[[name,b64]]]]}
/// </summary>
internal sealed class Examine(Stream input, Stream output)
{
    private readonly Lazy<Reference> reference = new(Reference.Of51);
    private Session session = new([]);

    public void Run()
    {
        using var lines = new StreamReader(input, Encoding.ASCII);
        using var answers = new StreamWriter(output, new ASCIIEncoding()) { NewLine = "\n", AutoFlush = true };
        while (lines.ReadLine() is { } line)
        {
            JsonNode answer;
            try
            {
                answer = Answer(JsonNode.Parse(line)!.AsObject());
            }
            catch (Exception problem)
            {
                answer = new JsonObject { ["refused"] = problem.GetType().Name + ": " + problem.Message };
            }
            answers.WriteLine(answer.ToJsonString(new JsonSerializerOptions()));
        }
    }

    private JsonNode Answer(JsonObject request)
    {
        switch (request["do"]!.GetValue<string>())
        {
            case "declare":
                session.Dispose();
                session = new Session(request["functions"]!.AsArray());
                return new JsonObject();
            case "parse":
                return SyntaxTree.Describe(Wire.Text(request["text"]!));
            case "language":
                return ScriptLanguage.Describe(Wire.Text(request["text"]!));
            case "find":
                var members = request["members"]!.AsArray().Select(asked => (JsonNode?)reference.Value.Find(asked!.AsArray()));
                return new JsonObject { ["assemblies"] = new JsonArray([.. members]) };
            case "run":
                return session.Run(request);
            default:
                throw new ArgumentException("Unknown request.");
        }
    }
}
