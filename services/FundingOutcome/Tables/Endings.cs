using System.Globalization;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>Where every deposited dossier stands: each in one place.</summary>
public static class Endings
{
    enum Place
    {
        Funded,
        NotFunded,
        Awaited,
        NoApplication,
        Refused,
        SupportLetter,
        Withdrawn,
        Inadmissible,
        Adjourned,
        UnderWay,
    }

    static readonly Place[] Places = Enum.GetValues<Place>();

    public static readonly FurtherTable Table = new("endings", () => Text.Endings_Title, _ => [Text.Endings_Definition, Text.Funnel_Population], Count)
    {
        Finding = (question, rows) =>
        {
            var counts = question.By.Count == 0 ? rows.Rows.Select(row => row.Values[0]!.Value).ToArray() : [.. rows.Total!.Values.Skip(1).Select(value => value!.Value)];
            string Told(params Place[] places) => TableWords.Figure(Unit.Dossiers, places.Sum(place => counts[(int)place]));
            return string.Format(CultureInfo.CurrentCulture, Text.Endings_Finding, Told(Places),
                Told(Place.Funded, Place.NotFunded, Place.Awaited, Place.NoApplication), Told(Place.Refused, Place.SupportLetter),
                Told(Place.Withdrawn, Place.Inadmissible, Place.Adjourned), Told(Place.UnderWay));
        },
    };

    static Place Of(KnownDossier dossier) => dossier.Outcome switch
    {
        Outcome.Labelled or Outcome.LabelledWithReservations => SuccessRates.StandingOf(true, dossier.Applications) switch
        {
            Standing.Funded => Place.Funded,
            Standing.Negative => Place.NotFunded,
            Standing.Pending => dossier.Applications.Count > 0 ? Place.Awaited : Place.NoApplication,
            Standing.NotLabelled => throw new InvalidOperationException("It is labelled."),
        },
        Outcome.Refused => Place.Refused,
        Outcome.SupportLetter => Place.SupportLetter,
        Outcome.Withdrawn => Place.Withdrawn,
        Outcome.Inadmissible => Place.Inadmissible,
        Outcome.Adjourned => Place.Adjourned,
        null => dossier.On(Step.Withdrawn) is not null ? Place.Withdrawn
            : dossier.On(Step.Inadmissible) is not null ? Place.Inadmissible
            : dossier.On(Step.Adjourned) is not null ? Place.Adjourned
            : Place.UnderWay,
    };

    static string Label(Place place) => place switch
    {
        Place.Funded => Text.Endings_Funded,
        Place.NotFunded => Text.Endings_NotFunded,
        Place.Awaited => Text.Endings_Awaited,
        Place.NoApplication => Text.Endings_NoApplication,
        Place.Refused => Text.Endings_Refused,
        Place.SupportLetter => Text.Endings_SupportLetter,
        Place.Withdrawn => Text.Endings_Withdrawn,
        Place.Inadmissible => Text.Endings_Inadmissible,
        Place.Adjourned => Text.Endings_Adjourned,
        Place.UnderWay => Text.Endings_UnderWay,
    };

    static string Name(Place place) => string.Concat(place.ToString().Select((letter, nth) => nth > 0 && char.IsUpper(letter) ? $"-{letter}" : $"{letter}")).ToLower(CultureInfo.InvariantCulture);

    static FurtherRows Count(IEnumerable<KnownDossier> dossiers, RatesQuestion question)
    {
        var rows = ByRow.Count(
            dossiers.Where(Funnel.IsCounted), question,
            [
                new TableColumn("deposited", () => Text.Funnel_Deposited, Unit.Dossiers),
                .. Places.Select(place => new TableColumn(Name(place), () => Label(place), Unit.Dossiers)),
            ],
            () => new int[Places.Length],
            (counts, dossier) => counts[(int)Of(dossier)]++,
            counts => [counts.Sum(), .. counts.Select(count => (decimal?)count)]);
        return question.By.Count == 0 ? BelowEachOther([.. rows.Total!.Values.Select(value => (int)value!.Value)]) : rows;
    }

    /// <summary>Of all dossiers the places stand below each other.</summary>
    static FurtherRows BelowEachOther(IReadOnlyList<int> counts) => new(
        [new TableHead("place", () => Text.Endings_Place, (name, _) => Label(Places.Single(place => Name(place) == name)))],
        [
            new TableColumn("dossiers", () => Text.Funnel_Dossiers, Unit.Dossiers) { Charted = true },
            new TableColumn("of-deposited", () => Text.Funnel_OfDeposited, Unit.Share),
        ],
        [.. Places.Select((place, nth) => new TableRow([Name(place)], [counts[nth + 1], (decimal?)Share.Of(counts[nth + 1], counts[0])]))],
        new TableRow([], [counts[0], (decimal?)Share.Of(counts[0], counts[0])]), true);
}
