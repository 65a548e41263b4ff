using System.Text.Json.Nodes;

namespace Labelling.Journey.Tests;

/// <summary>The form of a value, as the OpenAPI document says it, references followed.</summary>
sealed record Shape(
    string Kind, string? Format, bool Nullable, IReadOnlyList<string> Values,
    IReadOnlyDictionary<string, Shape> Properties, IReadOnlySet<string> Required, Shape? Items)
{
    public static Shape Of(JsonNode? schema, JsonNode document, int depth = 0)
    {
        var nullable = false;
        var merged = new JsonObject();
        Merge(schema);
        var kind = merged["type"]?.GetValue<string>() ?? (merged["properties"] is null ? merged["enum"] is null ? "any" : "string" : "object");
        return new Shape(
            kind,
            merged["format"]?.GetValue<string>(),
            nullable,
            [.. merged["enum"]?.AsArray().Where(value => value is not null).Select(value => value!.ToString()) ?? []],
            depth > 8 ? new Dictionary<string, Shape>() : merged["properties"]?.AsObject().ToDictionary(property => property.Key, property => Of(property.Value, document, depth + 1)) ?? [],
            merged["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [],
            merged["items"] is { } items && depth <= 8 ? Of(items, document, depth + 1) : null);

        void Merge(JsonNode? part)
        {
            if (part is not JsonObject members)
                return;
            if (members["$ref"]?.GetValue<string>() is { } reference)
                Merge(reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, step) => node[step]!));
            foreach (var choice in (string[])["allOf", "oneOf", "anyOf"])
                foreach (var alternative in members[choice]?.AsArray() ?? [])
                    if (alternative?["type"] is JsonValue type && type.ToString() == "null")
                        nullable = true;
                    else
                        Merge(alternative);
            foreach (var (name, value) in members)
                switch (name)
                {
                    case "type" when value is JsonArray types:
                        nullable |= types.Any(type => type!.ToString() == "null");
                        merged["type"] = types.First(type => type!.ToString() != "null")!.DeepClone();
                        break;
                    case "nullable":
                        nullable |= value!.GetValue<bool>();
                        break;
                    case "enum":
                        nullable |= value!.AsArray().Any(one => one is null);
                        merged[name] = value!.DeepClone();
                        break;
                    case "$ref" or "allOf" or "oneOf" or "anyOf":
                        break;
                    default:
                        merged[name] = value?.DeepClone();
                        break;
                }
        }
    }
}

/// <summary>A value in the address.</summary>
sealed record Parameter(string Name, string In, Shape Shape);

/// <summary>An operation of the API.</summary>
/// <param name="Method">GET, POST...</param>
/// <param name="Path">"/api/dossiers/{id}".</param>
/// <param name="Anonymous">True: for anybody, signed in or not.</param>
/// <param name="Roles">Who may call it; empty for anybody signed in.</param>
/// <param name="Parameters">Of path and query.</param>
/// <param name="Body">Form of the JSON body; null where none is described.</param>
sealed record Operation(string Method, string Path, bool Anonymous, IReadOnlyList<string> Roles, IReadOnlyList<Parameter> Parameters, Shape? Body)
{
    public override string ToString() => $"{Method} {Path}";

    public static IReadOnlyList<Operation> All(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key is "get" or "post" or "put" or "delete" or "patch"
           select Of(operation.Key.ToUpperInvariant(), path.Key, operation.Value!, path.Value!, document),
    ];

    static Operation Of(string method, string path, JsonNode operation, JsonNode item, JsonNode document)
    {
        var description = operation["description"]?.GetValue<string>() ?? "";
        var roles = description.LastIndexOf("For: ", StringComparison.Ordinal) is >= 0 and var at ? description[(at + 5)..].TrimEnd('.').Split(", ") : [];
        var parameters = (item["parameters"]?.AsArray() ?? []).Concat(operation["parameters"]?.AsArray() ?? [])
            .Select(parameter => new Parameter(parameter!["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>(), Shape.Of(parameter["schema"], document)));
        var body = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        return new Operation(method, path, operation["security"] is not JsonArray { Count: > 0 }, roles, [.. parameters], body is null ? null : Shape.Of(body, document));
    }
}
