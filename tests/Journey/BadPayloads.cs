using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Labelling.Journey.Tests;

/// <summary>Something to send.</summary>
/// <param name="What">In words.</param>
/// <param name="Text">The body.</param>
/// <param name="Acceptable">True: a success may be right; false: it never is.</param>
sealed record Payload(string What, string Text, bool Acceptable = false);

/// <summary>From the form of a body and known values: one that is right, and all that is wrong with it.</summary>
/// <param name="known">Values by the name of their property, where not any value of the form will do.</param>
sealed class BadPayloads(IReadOnlyDictionary<string, JsonNode?> known)
{
    static readonly string Megabyte = new('x', 1_100_000), Long = new('é', 120_000);

    /// <summary>A body of the right form.</summary>
    public JsonNode? Right(Shape shape, string name = "")
    {
        if (known.TryGetValue(name, out var value))
            return value?.DeepClone();
        return shape.Kind switch
        {
            "object" => new JsonObject(shape.Properties.Select(property => KeyValuePair.Create(property.Key, Right(property.Value, property.Key)))),
            "array" => new JsonArray(Right(shape.Items!, name.TrimEnd('s'))),
            "integer" => JsonValue.Create(1),
            "number" => JsonValue.Create(1),
            "boolean" => JsonValue.Create(true),
            _ when shape.Values.Count > 0 => JsonValue.Create(shape.Values[0]),
            _ => JsonValue.Create(shape.Format switch
            {
                "uuid" => "01957c00-0000-7000-8000-000000000001",
                "date" => DateTime.UtcNow.AddDays(5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                "date-time" => DateTime.UtcNow.AddDays(5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                _ => "Un texte.",
            }),
        };
    }

    /// <summary>Bodies with one thing wrong, and bodies at the edge of what is right; those that can never be right come first.</summary>
    public IReadOnlyList<Payload> Wrong(Shape shape, JsonNode? right)
    {
        var payloads = new List<Payload>
        {
            new("nothing", ""), new("malformed JSON", "{\"a\": [1, "), new("half a character", "{\"\\ud800\": 1}"), new("null", "null"), new("a text", "\"text\""), new("a number", "1"),
            new("nesting without end", string.Concat(Enumerable.Repeat("[", 5000))),
            new("a list", "[]"),
        };
        if (right is not JsonObject)
            return payloads;
        payloads.Add(new("no members", "{}", shape.Required.Count == 0));
        var large = true;
        Walk(shape, right, "", []);
        return [.. payloads.Where(payload => !payload.Acceptable), .. payloads.Where(payload => payload.Acceptable)];

        void Walk(Shape form, JsonNode node, string where, IReadOnlyList<object> path)
        {
            With(path, $"an unknown field in {(where.Length == 0 ? "the body" : where)}", target => target!["noSuchField"] = 1);
            foreach (var (name, property) in form.Properties)
            {
                var at = where.Length == 0 ? name : $"{where}.{name}";
                if (form.Required.Contains(name))
                    With(path, $"{at} missing", target => target!.AsObject().Remove(name));
                else
                    With(path, $"{at} missing", target => target!.AsObject().Remove(name), acceptable: true);
                Set(name, $"{at} null", "null", property.Nullable);
                Values(property, name, at, (what, json, acceptable) => Set(name, $"{at} {what}", json, acceptable));
                if (node[name] is JsonObject nested)
                    Walk(property, nested, at, [.. path, name]);
                if (property.Kind == "array")
                {
                    Set(name, $"{at} a list with null", "[null]", false);
                    Set(name, $"{at} an empty list", "[]", true);
                    if (node[name] is JsonArray { Count: > 0 } list)
                    {
                        Set(name, $"{at} the same twice", $"[{Json(list[0])},{Json(list[0])}]", true);
                        Set(name, $"{at} a list with null at its end", $"[{Json(list[0])},null]", false);
                        Set(name, $"{at} three thousand of them", $"[{string.Join(',', Enumerable.Repeat(Json(list[0]), 3000))}]", false);
                        if (list[0] is JsonObject item)
                            Walk(property.Items!, item, $"{at}[0]", [.. path, name, 0]);
                        else
                            Values(property.Items!, name, $"{at}[0]", (what, json, acceptable) => Set(name, $"{at}[0] {what}", $"[{json}]", acceptable));
                    }
                }
            }

            void Set(string name, string what, string json, bool acceptable)
            {
                var body = right.DeepClone();
                var target = path.Aggregate(body, (inner, step) => step is int index ? inner[index]! : inner[(string)step]!);
                // The text goes in by a mark: some of these are no JSON that could be built.
                target[name] = "@@mark@@";
                payloads.Add(new Payload(what, Json(body).Replace("\"@@mark@@\"", json, StringComparison.Ordinal), acceptable));
            }
        }

        void With(IReadOnlyList<object> path, string what, Action<JsonNode?> change, bool acceptable = false)
        {
            var body = right.DeepClone();
            change(path.Aggregate(body, (inner, step) => step is int index ? inner[index]! : inner[(string)step]!));
            payloads.Add(new Payload(what, Json(body), acceptable));
        }

        void Values(Shape property, string name, string at, Action<string, string, bool> set)
        {
            foreach (var other in OfAnotherKind(property))
                set($"as {other}", other, false);
            if (property.Kind is "integer" or "number")
            {
                if (property.Kind == "integer")
                    set("with a fraction", "1.5", false);
                set("beyond all numbers", "1e400", false);
                set("of thirty digits", "999999999999999999999999999999", false);
                if (name == "revision")
                    set("999999", "999999", false);
                set("negative", "-1", false);
                foreach (var edge in (string[])["0", "2147483647", "-2147483648", "9223372036854775807", "79228162514264337593543950335"])
                    set(edge, edge, true);
                if (property.Kind == "number")
                    set("with many decimals", "1.0000000000000000000000001", true);
            }
            if (property.Kind != "string")
                return;
            if (property.Values.Count > 0)
                set("a value there is not", "\"NoSuchValue\"", false);
            switch (property.Format)
            {
                case "uuid":
                    set("no id", "\"not-an-id\"", false);
                    set("an unknown id", "\"01957c00-ffff-7000-8000-00000000ffff\"", true);
                    set("the empty id", "\"00000000-0000-0000-0000-000000000000\"", true);
                    break;
                case "date":
                    foreach (var day in (string[])["0001-01-01", "9999-12-31", "2026-02-30"])
                        set(day, $"\"{day}\"", false);
                    break;
                case "date-time":
                    foreach (var instant in (string[])["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z"])
                        set(instant, $"\"{instant}\"", false);
                    break;
                default:
                    if (property.Values.Count == 0)
                    {
                        if (large)
                            set("of a megabyte", $"\"{Megabyte}\"", false);
                        large = false;
                        set("of 120 000 characters", $"\"{Long}\"", false);
                        set("with half a character", "\"a\\ud800b\"", true);
                        set("with control characters", "\"a\\u0000\\r\\n\\u001bb\"", true);
                        set("of spaces", "\"   \"", true);
                        set("with quotes", "\"'; drop table Person; -- <script>alert(1)</script> %_[\"", true);
                    }
                    set("empty", "\"\"", true);
                    break;
            }
        }
    }

    /// <summary>Values of a parameter in the address; whether they are refused depends on the operation.</summary>
    public static IEnumerable<string> InAddress(Shape shape) =>
        ((string[])["", "null", "x", "-1", "0", "1.5", "2147483647", "99999999999999999999", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
            "true", "' or 1=1 --", "%", "a\u0000b", "é,è,,", "01957c00-ffff-7000-8000-00000000ffff", "00000000-0000-0000-0000-000000000000", new string('y', 2000)]).Concat(shape.Values);

    static IEnumerable<string> OfAnotherKind(Shape shape) => shape.Kind switch
    {
        "string" => ["1", "true", "{}", "[]"],
        "integer" or "number" => ["\"1\"", "true", "{}", "[]"],
        "boolean" => ["\"true\"", "1", "{}"],
        "array" => ["\"text\"", "1", "{}"],
        "object" => ["\"text\"", "1", "[]"],
        _ => [],
    };

    public static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";

    public static ByteArrayContent Content(string text, string type = "application/json") =>
        new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new(type) { CharSet = "utf-8" } } };
}
