using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Labelling.Storage;

/// <summary>How events and JSON columns are written: camelCase, enums by name, text as it is. Unknown members are skipped when reading, since events grow.</summary>
public static class Json
{
    /// <summary>The options behind <see cref="Write"/> and <see cref="Read{T}"/>.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The JSON text of a value, by its run-time type.</summary>
    public static string Write(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <summary>The value of a JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON, not of that shape, or null.</exception>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"null where {typeof(T).Name} was expected");

    /// <summary>The value of a JSON text, of a type known at run time.</summary>
    /// <exception cref="JsonException">The text is not JSON, not of that shape, or null.</exception>
    public static object Read(string text, Type type) => JsonSerializer.Deserialize(text, type, Options) ?? throw new JsonException($"null where {type.Name} was expected");
}
