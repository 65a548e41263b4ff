using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts;

/// <summary>A value of a vocabulary, in both languages.</summary>
public sealed record VocabularyWord
{
    public required string Code { get; init; }
    public required string English { get; init; }
    public required string French { get; init; }
    public required DateTimeOffset HeardAt { get; init; }

    public string Name => Words.Say(English, French);
}

/// <summary>What organisations are described with: values of Submission's vocabularies, as far as they were heard.</summary>
public sealed class Vocabularies(Database database)
{
    public const string OrganisationType = "organisation-type", Region = "region";

    /// <summary>After the first start the values come one after the other: what was not heard within so long may still be on its way.</summary>
    static readonly TimeSpan Arriving = TimeSpan.FromMinutes(1);

    static readonly Refusal Unknown = new("organisation.value-unknown",
        "This value is in no vocabulary. Choose one that is, or ask an administrator to add it.",
        "Cette valeur n'est dans aucun vocabulaire. Choisissez-en une qui y est, ou demandez à un administrateur de l'ajouter.");

    /// <summary>The values of a vocabulary, by their names in the reader's language.</summary>
    public async Task<IReadOnlyList<VocabularyWord>> Of(string vocabulary, CancellationToken stop) =>
        [.. (await database.Query<VocabularyWord>(
            """
            select Code, English, French, HeardAt
            from VocabularyValue
            where Vocabulary = @Vocabulary
            """,
            new { Vocabulary = vocabulary }, stop)).OrderBy(word => word.Name, StringComparer.Create(CultureInfo.CurrentCulture, ignoreCase: true))];

    /// <summary>The field whose value is not known, with why it is refused; null when there is none. What an organisation has already may stay.</summary>
    public async Task<(string Field, Refusal WhyNot)?> WhyNot(IOrganisationShape wanted, Organisation? was, CancellationToken stop)
    {
        if (wanted.Type != was?.Type && await Lacks(OrganisationType, wanted.Type, stop))
            return ("type", Unknown);
        return wanted.Region is { Length: > 0 } region && region != was?.Region && await Lacks(Region, region, stop) ? ("region", Unknown) : null;
    }

    async Task<bool> Lacks(string vocabulary, string code, CancellationToken stop)
    {
        var known = await Of(vocabulary, stop);
        return known.Count > 0 && known.All(word => word.Code != code) && known.Min(word => word.HeardAt) < database.Clock.GetUtcNow() - Arriving;
    }

    public static async Task Keep(Transaction transaction, VocabularyChanged heard)
    {
        var row = new { heard.Vocabulary, heard.Code, heard.English, heard.French, Now = transaction.Clock.GetUtcNow() };
        if (await transaction.Execute(
                """
                update VocabularyValue
                set English = @English, French = @French
                where Vocabulary = @Vocabulary and Code = @Code
                """,
                row) == 0)
            await transaction.Execute(
                """
                insert into VocabularyValue (Vocabulary, Code, English, French, HeardAt)
                values (@Vocabulary, @Code, @English, @French, @Now)
                """,
                row);
    }
}

/// <summary>Keeps the values that organisations are described with.</summary>
public sealed class KeepVocabularyValue : IListener<VocabularyChanged>
{
    public async Task<Heard> Hear(VocabularyChanged happened, Transaction transaction)
    {
        if (happened.Vocabulary is Vocabularies.OrganisationType or Vocabularies.Region)
            await Vocabularies.Keep(transaction, happened);
        return Heard.Applied;
    }
}
