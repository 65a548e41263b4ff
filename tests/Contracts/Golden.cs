using System.Text.Json;
using System.Text.Json.Nodes;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.Contracts.Tests;

/// <summary>A message as it was once written, in Golden/EVENT.json; later generations, with more members, in Golden/EVENT.2.json and so on.</summary>
/// <param name="Event">Name of the event.</param>
/// <param name="Generation">1, 2, 3...</param>
/// <param name="Text">The file.</param>
public sealed record GoldenFile(string Event, int Generation, string Text)
{
    static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true, NewLine = "\n" };

    static string Folder => Path.Combine(Repository.Root, "tests", "Contracts", "Golden");

    public string FileName => NameOf(Event, Generation);

    public JsonObject Message => JsonNode.Parse(Text)!.AsObject();

    public override string ToString() => FileName;

    public static string Write(object message) => JsonSerializer.Serialize(message, message.GetType(), Indented) + "\n";

    public static IReadOnlyList<GoldenFile> All() =>
    [
        .. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(file =>
        {
            var parts = Path.GetFileNameWithoutExtension(file).Split('.');
            return new GoldenFile(parts[0], parts.Length == 1 ? 1 : int.Parse(parts[1]), File.ReadAllText(file));
        }),
    ];

    public static GoldenFile? Newest(string name) => All().Where(golden => golden.Event == name).MaxBy(golden => golden.Generation);

    /// <summary>With LABELLING_WRITE_GOLDEN=1: a file for an event that has none, another one for an event that has grown. Nothing is overwritten.</summary>
    public static void WriteMissing()
    {
        if (Environment.GetEnvironmentVariable("LABELLING_WRITE_GOLDEN") != "1")
            return;
        foreach (var kind in EventCatalogue.All)
        {
            var newest = Newest(kind.Name);
            var text = Write(Samples.Of(kind));
            if (newest is null || Growth.NewMembers(newest.Message, kind.Type).Any())
                using (var file = new FileStream(Path.Combine(Folder, NameOf(kind.Name, (newest?.Generation ?? 0) + 1)), FileMode.CreateNew))
                    file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    static string NameOf(string name, int generation) => generation == 1 ? $"{name}.json" : $"{name}.{generation}.json";
}
