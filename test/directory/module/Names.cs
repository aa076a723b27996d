using System.Globalization;
using System.Text;

namespace Microsoft.ActiveDirectory.Management;

/// <summary>Names as data in filters and distinguished names, whatever they hold.</summary>
internal static class Names
{
    /// <summary>A value in a search filter. (RFC 4515)</summary>
    public static string InFilter(string value)
    {
        var text = new StringBuilder();
        foreach (var letter in value)
        {
            if (letter is '*' or '(' or ')' or '\\' or '\0') text.Append(CultureInfo.InvariantCulture, $"\\{(int)letter:x2}");
            else text.Append(letter);
        }
        return text.ToString();
    }

    /// <summary>Bytes in a search filter.</summary>
    public static string InFilter(byte[] bytes) =>
        string.Concat(bytes.Select(one => "\\" + one.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>A value in a distinguished name. (RFC 4514)</summary>
    public static string InDistinguishedName(string value)
    {
        var text = new StringBuilder();
        for (var index = 0; index < value.Length; index++)
        {
            var letter = value[index];
            var isOuterBlank = letter == ' ' && (index == 0 || index == value.Length - 1);
            if (letter < ' ' || letter == '\x7f') text.Append(CultureInfo.InvariantCulture, $"\\{(int)letter:X2}");
            else if (isOuterBlank || ",\\#+<>;\"=".Contains(letter)) text.Append('\\').Append(letter);
            else text.Append(letter);
        }
        return text.ToString();
    }

    /// <summary>A security identifier as text: S-1-5-21-…</summary>
    public static string Sid(byte[] bytes)
    {
        var text = new StringBuilder("S-").Append(bytes[0]).Append('-');
        long authority = 0;
        for (var index = 2; index < 8; index++) authority = authority << 8 | bytes[index];
        text.Append(authority);
        for (var index = 0; index < bytes[1]; index++) text.Append('-').Append(BitConverter.ToUInt32(bytes, 8 + 4 * index));
        return text.ToString();
    }
}
