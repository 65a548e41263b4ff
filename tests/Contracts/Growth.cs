using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Labelling.Contracts.Tests;

/// <summary>What a message of today has and a message of the past has not.</summary>
static class Growth
{
    static readonly NullabilityInfoContext Nullability = new();

    /// <summary>A member that the old message lacks.</summary>
    /// <param name="Path">"lead.siren", "grid[].code".</param>
    /// <param name="Optional">True: it may be null, as an old message leaves it.</param>
    public sealed record NewMember(string Path, bool Optional);

    public static IEnumerable<NewMember> NewMembers(JsonObject old, Type type, string path = "")
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!old.TryGetPropertyValue(name, out var value))
                yield return new NewMember(path + name, IsOptional(property));
            else if (value is JsonObject nested)
                foreach (var member in NewMembers(nested, property.PropertyType, $"{path}{name}."))
                    yield return member;
            else if (value is JsonArray list && ElementOf(property.PropertyType) is { } element)
                foreach (var member in list.OfType<JsonObject>().SelectMany(item => NewMembers(item, element, $"{path}{name}[].")).Distinct())
                    yield return member;
        }
    }

    /// <summary>Members of the old message that are gone, or hold a value of another kind.</summary>
    public static IEnumerable<string> Lost(JsonNode? old, JsonNode? now, string path = "$")
    {
        if (Kind(old) != Kind(now))
            yield return $"{path} was {Kind(old)} and is {(now is null ? "gone or null" : Kind(now))}";
        else if (old is JsonObject members)
            foreach (var loss in members.SelectMany(member => Lost(member.Value, now![member.Key], $"{path}.{member.Key}")))
                yield return loss;
        else if (old is JsonArray { Count: > 0 } list)
            foreach (var loss in Lost(list[0], now!.AsArray().FirstOrDefault(), $"{path}[]"))
                yield return loss;
    }

    /// <summary>The message of today without what the old one has not.</summary>
    public static JsonNode? AsFarAs(JsonNode? old, JsonNode? now) => (old, now) switch
    {
        (JsonObject was, JsonObject its) => new JsonObject(was.Where(member => its.ContainsKey(member.Key))
            .Select(member => KeyValuePair.Create(member.Key, AsFarAs(member.Value, its[member.Key])))),
        (JsonArray was, JsonArray its) => new JsonArray([.. its.Select((item, index) => AsFarAs(index < was.Count ? was[index] : null, item))]),
        _ => now?.DeepClone(),
    };

    /// <summary>The message with every member that may be null left out, nested ones too.</summary>
    public static JsonObject WithoutOptional(JsonObject message, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (IsOptional(property))
                message.Remove(name);
            else if (message[name] is JsonObject nested)
                WithoutOptional(nested, property.PropertyType);
            else if (message[name] is JsonArray list && ElementOf(property.PropertyType) is { } element)
                foreach (var item in list.OfType<JsonObject>())
                    WithoutOptional(item, element);
        }
        return message;
    }

    /// <summary>Every object of the message gets a member that nobody knows.</summary>
    public static JsonNode? WithUnknownMembers(JsonNode? message)
    {
        if (message is JsonObject members)
        {
            foreach (var member in members.ToList())
                WithUnknownMembers(member.Value);
            members["addedByANewerPublisher"] = new JsonObject { ["list"] = new JsonArray(1, "two", null) };
        }
        else if (message is JsonArray list)
            foreach (var item in list)
                WithUnknownMembers(item);
        return message;
    }

    /// <summary>Paths of members that hold null or an empty list: a sample has to fill them.</summary>
    public static IEnumerable<string> Unfilled(JsonNode? message, string path = "$") => message switch
    {
        null or JsonArray { Count: 0 } => [path],
        JsonObject members => members.SelectMany(member => Unfilled(member.Value, $"{path}.{member.Key}")),
        JsonArray list => list.SelectMany((item, index) => Unfilled(item, $"{path}[{index}]")),
        _ => [],
    };

    static bool IsOptional(PropertyInfo property) => Nullability.Create(property).ReadState == NullabilityState.Nullable;

    static Type? ElementOf(Type type) =>
        type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)) ? null : type.GetElementType() ?? type.GetGenericArguments().SingleOrDefault();

    static string Kind(JsonNode? node) => node is null ? "null" : node.GetValueKind() switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        JsonValueKind.True or JsonValueKind.False => "a yes or no",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
    };
}
