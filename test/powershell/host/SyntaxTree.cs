using System.Management.Automation.Language;
using System.Text.Json.Nodes;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>What the real parser makes of a text, as data.</summary>
internal static class SyntaxTree
{
    public static JsonObject Describe(string text)
    {
        var tree = Parser.ParseInput(text, out _, out var errors);
        var commands = tree.FindAll(node => node is CommandAst, true).Cast<CommandAst>();
        var variables = tree.FindAll(node => node is VariableExpressionAst, true).Cast<VariableExpressionAst>().ToList();
        return new JsonObject
        {
            ["errors"] = Texts(errors.Select(error => error.ErrorId + " at " + error.Extent.StartOffset + ": " + error.Message)),
            ["statements"] = tree.EndBlock?.Statements.Count ?? 0,
            ["commands"] = new JsonArray([.. commands.Select(Command)]),
            ["variables"] = Texts(variables.Select(variable => variable.VariablePath.UserPath).Distinct()),
            ["variablesBeforeColon"] = Texts(variables.Where(variable => IsBeforeColon(variable, text)).Select(variable => variable.Extent.Text)),
            ["expandableTexts"] = tree.FindAll(node => node is ExpandableStringExpressionAst, true).Count(),
        };
    }

    private static JsonObject Command(CommandAst command)
    {
        var elements = command.CommandElements.Skip(1).Select(element => element switch
        {
            CommandParameterAst { Argument: { } argument } parameter => new JsonObject { ["parameter"] = parameter.ParameterName, ["value"] = Literal(argument) },
            CommandParameterAst parameter => new JsonObject { ["parameter"] = parameter.ParameterName },
            _ => new JsonObject { ["value"] = Literal(element) },
        });
        return new JsonObject { ["name"] = command.GetCommandName(), ["elements"] = new JsonArray([.. elements]) };
    }

    /// <summary>The value of an expression that is made of literals only; null where it would have to be run.</summary>
    private static JsonObject? Literal(CommandElementAst element)
    {
        try
        {
            return Wire.Value(element.SafeGetValue());
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsBeforeColon(VariableExpressionAst variable, string text) =>
        variable.VariablePath.UserPath.Contains(':') ||
        (variable.Extent.EndOffset < text.Length && text[variable.Extent.EndOffset] == ':');

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(Wire.Base64(text)))]);
}
