using System.Globalization;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>What is wrong with a field of a question, in both languages.</summary>
public sealed record QuestionError(string Field, string English, string French);

/// <summary>Reads a question as it is typed in an address or on a command line.</summary>
public static class RatesQuestionText
{
    static readonly DateOnly Earliest = new(1990, 1, 1), Latest = new(2100, 12, 31);

    static string Names(IEnumerable<Breakdown> breakdowns) => string.Join(", ", breakdowns.Select(breakdown => breakdown.Name));

    /// <remarks>
    /// So many breakdowns have to be given at least, and can be at most; without a window all dossiers are asked about, whenever they were
    /// registered. A table can have more breakdowns than those that dossiers are filtered by.
    /// </remarks>
    /// <returns>The question, or null and everything that is wrong with it.</returns>
    public static (RatesQuestion? Question, IReadOnlyList<QuestionError> Errors) Read(
        string? by, string? from, string? to, string? asOf, IEnumerable<(string By, string Value)>? filters = null, int least = 1, int most = 2, bool windowed = true,
        IReadOnlyList<Breakdown>? among = null)
    {
        var errors = new List<QuestionError>();
        var breakdowns = ReadBreakdowns(by, least, most, among ?? Breakdown.All, errors);
        var kept = ReadFilters(filters ?? [], breakdowns, errors);
        var first = windowed ? ReadDay("from", from, errors) : DateOnly.MinValue;
        var last = windowed ? ReadDay("to", to, errors) : DateOnly.MaxValue;
        var day = string.IsNullOrWhiteSpace(asOf) ? null : ReadDay("asOf", asOf, errors);
        if (first > last)
        {
            errors.Add(new QuestionError("from",
                "The first day must not be after the last one ('to').", "Le premier jour ne peut pas suivre le dernier (« to »)."));
        }

        return errors.Count == 0 && first is { } start && last is { } end
            ? (new RatesQuestion(breakdowns, start, end, day) { Filters = kept }, [])
            : (null, errors);
    }

    static IReadOnlyList<Breakdown> ReadBreakdowns(string? by, int least, int most, IReadOnlyList<Breakdown> among, List<QuestionError> errors)
    {
        var names = (by ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = names.FirstOrDefault(name => among.All(breakdown => breakdown.Name != name));
        if (names.Length < least || names.Length > most)
        {
            errors.Add(most switch
            {
                0 => new QuestionError("by", "This table has rows of its own: give no breakdown.", "Ce tableau a ses propres lignes : ne donnez pas de ventilation."),
                1 => new QuestionError("by",
                    $"Give one breakdown, or none. There are: {Names(among)}.",
                    $"Donnez une ventilation, ou aucune. Il y a : {Names(among)}."),
                _ => new QuestionError("by",
                    $"Give one breakdown or two, joined by a comma. There are: {Names(among)}.",
                    $"Donnez une ventilation ou deux, séparées par une virgule. Il y a : {Names(among)}."),
            });
        }
        else if (unknown is not null)
        {
            errors.Add(new QuestionError("by",
                $"There is no breakdown \"{Shown(unknown)}\". There are: {Names(among)}.",
                $"Il n'y a pas de ventilation « {Shown(unknown)} ». Il y a : {Names(among)}."));
        }
        else if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            errors.Add(new QuestionError("by",
                $"The two breakdowns must differ. There are: {Names(among)}.",
                $"Les deux ventilations doivent être différentes. Il y a : {Names(among)}."));
        }
        else
        {
            return [.. names.Select(name => among.Single(breakdown => breakdown.Name == name))];
        }

        return [];
    }

    static IReadOnlyList<RateFilter> ReadFilters(
        IEnumerable<(string By, string Value)> filters, IReadOnlyList<Breakdown> breakdowns, List<QuestionError> errors)
    {
        var kept = new List<RateFilter>();
        foreach (var (name, value) in filters.Where(filter => !string.IsNullOrWhiteSpace(filter.Value)))
        {
            if (Breakdown.Named(name) is not { } by)
            {
                errors.Add(new QuestionError("where",
                    $"There is no breakdown \"{Shown(name)}\" to filter by. There are: {Names(Breakdown.All)}.",
                    $"Il n'y a pas de ventilation « {Shown(name)} » à filtrer. Il y a : {Names(Breakdown.All)}."));
            }
            else if (breakdowns.Contains(by) || kept.Any(filter => filter.By == by))
            {
                errors.Add(new QuestionError(name,
                    $"Give at most one value of {name}, and none where the table is broken down by it.",
                    $"Donnez au plus une valeur de {name}, et aucune si le tableau est ventilé ainsi."));
            }
            else
            {
                kept.Add(new RateFilter(by, value.Trim()));
            }
        }

        return kept;
    }

    static string Shown(string typed) => typed.Length <= 50 ? typed : typed[..50] + "…";

    static DateOnly? ReadDay(string field, string? text, List<QuestionError> errors)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= Earliest && day <= Latest)
        {
            return day;
        }

        errors.Add(new QuestionError(field,
            "Give a day as yyyy-MM-dd, from 1990 to 2100, for example 2024-12-31.",
            "Donnez un jour sous la forme aaaa-MM-jj, de 1990 à 2100, par exemple 2024-12-31."));
        return null;
    }
}
