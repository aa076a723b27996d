using System.Globalization;
using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>
/// Everything of the language and of .NET that a script uses, as the real parser sees it: a list of uses, each with its kind,
/// name, the type it is of, the number of arguments (none where nothing is called) and its line.
/// </summary>
internal static partial class ScriptLanguage
{
    public static JsonObject Describe(string text)
    {
        var tree = Parser.ParseInput(text, out var tokens, out var errors);
        var uses = new JsonArray();
        void Use(string kind, string name, IScriptExtent at, string? of = null, int? arguments = null) =>
            uses.Add((JsonNode)new JsonObject
            {
                ["kind"] = kind, ["name"] = name, ["of"] = of, ["arguments"] = arguments, ["line"] = at.StartLineNumber,
            });
        foreach (var node in tree.FindAll(_ => true, true))
        {
            Use("construct", node.GetType().Name, node.Extent);
            OfNode(node, Use);
        }
        for (var index = 0; index < tokens.Length; index++) OfToken(tokens, index, Use);
        return new JsonObject
        {
            ["errors"] = new JsonArray([.. errors.Select(error => JsonValue.Create(error.ErrorId))]),
            ["uses"] = uses,
        };
    }

    private delegate void Teller(string kind, string name, IScriptExtent at, string? of = null, int? arguments = null);

    private static void OfNode(Ast node, Teller use)
    {
        switch (node)
        {
            case CommandAst command when command.GetCommandName() is { } name:
                use("command", name, command.Extent);
                break;
            // What the block does is walked by itself.
            case CommandAst { CommandElements: [ScriptBlockExpressionAst, ..] }:
                break;
            case CommandAst command:
                use("dynamic", command.CommandElements[0].Extent.Text, command.Extent);
                break;
            case CommandParameterAst parameter:
                use("parameter", parameter.ParameterName, parameter.Extent);
                break;
            case FunctionDefinitionAst function:
                use("function", function.Name, function.Extent);
                break;
            case PipelineAst { Background: true } pipeline:
                use("newer", "a pipeline in the background", pipeline.Extent);
                break;
            case InvokeMemberExpressionAst { GenericTypeArguments: not null } call:
                use("newer", "a method called with types", call.Extent);
                break;
            case MemberExpressionAst member:
                if (member.NullConditional) use("newer", "?.", member.Extent);
                OfMember(member, use);
                break;
            case IndexExpressionAst { NullConditional: true } index:
                use("newer", "?[", index.Extent);
                break;
            case TypeExpressionAst type:
                OfType(type.TypeName, use);
                break;
            case TypeConstraintAst type:
                OfType(type.TypeName, use);
                break;
            case AttributeAst attribute:
                OfAttribute(attribute, use);
                break;
        }
    }

    private static void OfMember(MemberExpressionAst member, Teller use)
    {
        var name = member.Member is StringConstantExpressionAst constant ? constant.Value : member.Member.Extent.Text;
        var arguments = member is InvokeMemberExpressionAst call ? call.Arguments?.Count ?? 0 : (int?)null;
        // PowerShell makes arrays itself (5.0); their element type is a use of its own.
        if (member is { Static: true, Expression: TypeExpressionAst { TypeName: ArrayTypeName } } && name == "new") return;
        if (!member.Static) use("instance", name, member.Extent, null, arguments);
        else if (member.Expression is TypeExpressionAst type) use("static", name, member.Extent, Name(type.TypeName), arguments);
        else use("static", name, member.Extent, member.Expression.Extent.Text, arguments);
    }

    private static void OfAttribute(AttributeAst attribute, Teller use)
    {
        use("type", attribute.TypeName.FullName + "Attribute", attribute.Extent);
        use("static", "new", attribute.Extent, attribute.TypeName.FullName + "Attribute", attribute.PositionalArguments.Count);
        foreach (var argument in attribute.NamedArguments) use("instance", argument.ArgumentName, argument.Extent);
    }

    private static void OfType(ITypeName type, Teller use)
    {
        switch (type)
        {
            case ArrayTypeName array:
                OfType(array.ElementType, use);
                break;
            case GenericTypeName generic:
                use("type", Name(generic), generic.Extent);
                foreach (var argument in generic.GenericArguments) OfType(argument, use);
                break;
            default:
                use("type", type.FullName, type.Extent);
                break;
        }
    }

    /// <summary>A generic type by its definition.</summary>
    private static string Name(ITypeName type) => type switch
    {
        GenericTypeName generic => generic.TypeName.FullName + "`" + generic.GenericArguments.Count.ToString(CultureInfo.InvariantCulture),
        _ => type.FullName,
    };

    private static void OfToken(Token[] tokens, int index, Teller use)
    {
        var token = tokens[index];
        use("token", token.Kind.ToString(), token.Extent);
        if (token is NumberToken) use("number", token.Text, token.Extent);
        if (token.Kind == TokenKind.Pipe && index > 0 && tokens[index - 1].Kind == TokenKind.NewLine)
            use("newer", "a line that begins with a pipe", token.Extent);
        if (token.Kind is TokenKind.Comment or TokenKind.StringLiteral or TokenKind.HereStringLiteral) return;
        foreach (Match escape in Escapes().Matches(token.Text)) use("escape", escape.Groups[1].Value, token.Extent);
    }

    [GeneratedRegex("`(.)")]
    private static partial Regex Escapes();
}
