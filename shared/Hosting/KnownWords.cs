using System.Globalization;
using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Hosting;

/// <summary>
/// Values of Submission's vocabularies by the names their reader knows; one not heard of yet by its code. A service that hears of them keeps
/// them in a table <c>VocabularyValue</c> of its own.
/// </summary>
public sealed class KnownWords(IEnumerable<KnownWords.Value> values)
{
    /// <summary>What dossiers and experts are described with.</summary>
    public const string Sector = "sector", TherapeuticArea = "therapeutic-area", TechnologyAxis = "technology-axis";

    /// <summary>A value with its names.</summary>
    public sealed record Value
    {
        /// <summary>Which vocabulary.</summary>
        public required string Vocabulary { get; init; }

        /// <summary>As it stands in dossiers and files.</summary>
        public required string Code { get; init; }

        /// <summary>Its name in English.</summary>
        public required string English { get; init; }

        /// <summary>Its name in French.</summary>
        public required string French { get; init; }
    }

    readonly Dictionary<(string, string), Value> known = values.ToDictionary(value => (value.Vocabulary, value.Code));

    /// <summary>The name of a value.</summary>
    public string Of(string vocabulary, string code) => known.TryGetValue((vocabulary, code), out var value) ? Words.Say(value.English, value.French) : code;

    /// <summary>The names of values, in their order.</summary>
    public IEnumerable<string> Of(string vocabulary, IEnumerable<string> codes) => codes.Select(code => Of(vocabulary, code));

    /// <summary>Those of a vocabulary that were heard of.</summary>
    public IEnumerable<string> Codes(string vocabulary) => known.Keys.Where(key => key.Item1 == vocabulary).Select(key => key.Item2);

    /// <summary>Values with their names, by their names.</summary>
    public IReadOnlyList<(string Code, string Name)> Sorted(string vocabulary, IEnumerable<string> codes) =>
        [.. codes.Distinct().Select(code => (Code: code, Name: Of(vocabulary, code))).OrderBy(one => one.Name, StringComparer.Create(CultureInfo.CurrentCulture, ignoreCase: true))];

    /// <summary>All names heard of.</summary>
    public static async Task<KnownWords> Read(Database database, CancellationToken stop) => new(await database.Query<Value>(
        """
        select Vocabulary, Code, English, French
        from VocabularyValue
        """,
        null, stop));

    /// <summary>Keeps what a value of these vocabularies is called; an older word never overwrites a newer.</summary>
    public static async Task Keep(Transaction transaction, VocabularyChanged heard)
    {
        if (heard.Vocabulary is not (Sector or TherapeuticArea or TechnologyAxis))
            return;
        var row = new { heard.Vocabulary, heard.Code, heard.English, heard.French, heard.Sequence };
        var known = await transaction.QuerySingleOrDefault<int?>(
            """
            select 1
            from VocabularyValue
            where Vocabulary = @Vocabulary and Code = @Code
            """,
            row);
        await transaction.Execute(
            known is null
                ? """
                  insert into VocabularyValue (Vocabulary, Code, English, French, Sequence)
                  values (@Vocabulary, @Code, @English, @French, @Sequence)
                  """
                : """
                  update VocabularyValue
                  set English = @English, French = @French, Sequence = @Sequence
                  where Vocabulary = @Vocabulary and Code = @Code and Sequence < @Sequence
                  """,
            row);
    }
}
