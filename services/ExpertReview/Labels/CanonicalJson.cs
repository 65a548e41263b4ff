using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Labelling.ExpertReview.Labels;

/// <summary>
/// One text for one content, so that a signature over it means something: members sorted by the UTF-16 code units of their names, no white
/// space, text as it is but for what JSON has to escape, whole numbers only. That is the form of RFC 8785 for everything a label holds.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Beyond it, programs that read numbers as doubles see another one.</summary>
    const long LargestWhole = 9_007_199_254_740_991;

    /// <exception cref="ArgumentException">A number that is not whole, or too large, has no place in it.</exception>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                Members(members, text);
                break;
            case JsonArray items:
                Items(items, text);
                break;
            default:
                Value(node.AsValue(), text);
                break;
        }
    }

    static void Members(JsonObject members, StringBuilder text)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!first)
                text.Append(',');
            first = false;
            Quoted(name, text);
            text.Append(':');
            Write(value, text);
        }
        text.Append('}');
    }

    static void Items(JsonArray items, StringBuilder text)
    {
        text.Append('[');
        foreach (var (place, item) in items.Index())
        {
            if (place > 0)
                text.Append(',');
            Write(item, text);
        }
        text.Append(']');
    }

    static void Value(JsonValue value, StringBuilder text)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                Quoted(value.GetValue<string>(), text);
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.Number when long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && Math.Abs(whole) <= LargestWhole:
                text.Append(whole.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"{value.ToJsonString()} has no canonical form here.", nameof(value));
        }
    }

    static void Quoted(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            switch (letter)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case < ' ':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        }
        text.Append('"');
    }
}
