using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Text.Json.Nodes;

namespace CalendarPushSetup.PowerShellHost;

/// <summary>Texts and values on their way in and out, with nothing lost: types are named, texts are base64 of UTF-16.</summary>
internal static class Wire
{
    public static string Text(JsonNode node)
    {
        var bytes = Convert.FromBase64String(node.GetValue<string>());
        return new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    public static string Base64(string text) =>
        Convert.ToBase64String(MemoryMarshal.AsBytes(text.AsSpan()));

    public static JsonObject Value(object? value)
    {
        if (value is PSObject wrapped) value = wrapped.BaseObject;
        return value switch
        {
            null => Of("null", null),
            string text => Of("text", Base64(text)),
            char character => Of("char", Base64(character.ToString())),
            bool flag => Of("boolean", flag),
            SwitchParameter flag => Of("switch", flag.IsPresent),
            int or long => Of("integer", Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)),
            double number => Of("double", number.ToString("R", CultureInfo.InvariantCulture)),
            DateTime date => Of("date", date.ToString("o", CultureInfo.InvariantCulture)),
            SecureString secret => Of("secret", Base64(Plain(secret))),
            Uri address => Of("text", Base64(address.OriginalString)),
            IDictionary table => Of("hashtable", new JsonArray([.. Pairs(table)])),
            IEnumerable list => Of("list", new JsonArray([.. Items(list)])),
            _ => Of("other", Base64(value.GetType().FullName + " " + value)),
        };
    }

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (var character in text) secret.AppendChar(character);
        return secret;
    }

    private static IEnumerable<JsonNode> Pairs(IDictionary table)
    {
        foreach (DictionaryEntry pair in table) yield return new JsonArray(Value(pair.Key), Value(pair.Value));
    }

    private static IEnumerable<JsonNode> Items(IEnumerable list)
    {
        foreach (var item in list) yield return Value(item);
    }

    private static string Plain(SecureString secret)
    {
        var pointer = Marshal.SecureStringToBSTR(secret);
        try
        {
            return Marshal.PtrToStringBSTR(pointer);
        }
        finally
        {
            Marshal.ZeroFreeBSTR(pointer);
        }
    }

    private static JsonObject Of(string type, JsonNode? value) => new() { ["type"] = type, ["value"] = value };
}
