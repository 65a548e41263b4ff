using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Editions;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;

namespace Labelling.FundingOutcome.Tests;

/// <summary>
/// Editions of random histories, each after others, are attacked with everything published in them: what a masked count can be is worked
/// out by linear programming over all kinds of dossiers there can be. It is never one number.
/// </summary>
public sealed class MaskedEditions
{
    static readonly string[] Sectors = ["a", "b", "c"], Types = ["sme", "academic", "hospital"];
    static readonly int[] Years = [2021, 2022, 2023];
    static readonly DateOnly Later = new(2025, 12, 31);

    static readonly int Histories = LongRun.Asked ? 300 : 12;

    public static IEnumerable<int> Seeds => Enumerable.Range(1, Histories);

    [TestCaseSource(nameof(Seeds))]
    public void No_masked_count_can_be_worked_out(int seed)
    {
        var chance = new Random(seed);
        var dossiers = Enumerable.Range(0, 25 + chance.Next(60)).Select(_ => Any(chance)).ToDictionary(dossier => dossier.Id);
        var published = new List<EditionPopulation>();
        for (var edition = 0; edition < 2; edition++)
        {
            var tables = Tables(chance);
            var masked = Masking.Of(published, new EditionPopulation(tables, dossiers, null));
            var shown = tables.Zip(masked).Where(pair => pair.Second is not null).ToList();
            published.Add(new EditionPopulation([.. shown.Select(pair => pair.First)], dossiers, [.. shown.Select(pair => pair.Second!)]));
        }

        Attack(dossiers.Values, [.. published.SelectMany(edition => edition.Tables.Zip(edition.Published!))]);
    }

    [Test]
    public void A_row_of_four_is_masked_and_another_that_would_tell_of_it()
    {
        var dossiers = new[] { ("sme", 4), ("academic", 9), ("hospital", 7) }
            .SelectMany(type => Enumerable.Range(0, type.Item2).Select(nth => Known(["a"], type.Item1, 2022, (Standing)(nth % 4))))
            .ToDictionary(dossier => dossier.Id);
        var table = Question("organisation-type", 2022, 2022);

        var masked = Masking.Of([], new EditionPopulation([table], dossiers, null))[0]!;

        Assert.That(masked.Rows.Select(row => $"{row.Keys[0]} {row.Counts?.Expertised}"), Is.EqualTo(new[] { "academic 9", "hospital ", "sme " }));
        Assert.That(masked.Total, Is.EqualTo(new Counts(20, 14, 4, 5)));
    }

    [Test]
    public void A_table_of_four_dossiers_is_not_published()
    {
        var dossiers = Enumerable.Range(0, 4).Select(_ => Known(["a"], "sme", 2022, Standing.Funded)).ToDictionary(dossier => dossier.Id);
        Assert.That(Masking.Of([], new EditionPopulation([Question("sector", 2022, 2022)], dossiers, null)).Single(), Is.Null);
    }

    [Test]
    public void A_total_is_never_masked_to_protect_the_row_of_another_table()
    {
        var dossiers = new[] { (2021, 3), (2022, 9) }
            .SelectMany(year => Enumerable.Range(0, year.Item2).Select(nth => Known(["a"], "sme", year.Item1, (Standing)(nth % 4))))
            .ToDictionary(dossier => dossier.Id);
        // The total of the second table is a row of the first, and tells of the other one.
        RatesQuestion[] tables = [Question("year", 2021, 2022), Question("organisation-type", 2022, 2022)];

        var masked = Masking.Of([], new EditionPopulation(tables, dossiers, null));

        var shown = tables.Zip(masked).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!)).ToList();
        Assert.That(shown, Is.Not.Empty);
        Attack(dossiers.Values, shown);
    }

    [Test]
    public void Two_rows_of_one_dossier_each_are_protected_by_a_third()
    {
        var dossiers = Enumerable.Range(0, 9).Select(nth => Known(["a"], "academic", 2022, (Standing)(nth % 4)))
            .Append(Known(["a"], "sme", 2022, Standing.Funded)).Append(Known(["a"], "hospital", 2022, Standing.Pending))
            .ToDictionary(dossier => dossier.Id);

        var masked = Masking.Of([], new EditionPopulation([Question("organisation-type", 2022, 2022)], dossiers, null))[0]!;

        // Both are there, so of two dossiers each has one: neither can protect the other.
        Assert.That(masked.Rows.Select(row => $"{row.Keys[0]} {row.Counts?.Expertised}"), Is.EqualTo(new[] { "academic ", "hospital ", "sme " }));
    }

    [Test]
    public void A_row_is_not_protected_by_one_that_nobody_sees()
    {
        var dossiers = new[] { ("sme", "a", 4), ("academic", "b", 6), ("hospital", "a", 9) }
            .SelectMany(type => Enumerable.Range(0, type.Item3).Select(nth => Known([type.Item2], type.Item1, 2022, (Standing)(nth % 4))))
            .ToDictionary(dossier => dossier.Id);
        // An academic dossier of sector a would be a row of the second table, and there is none.
        RatesQuestion[] tables = [Question("organisation-type", 2022, 2022), Question("organisation-type,sector", 2022, 2022)];

        var masked = Masking.Of([], new EditionPopulation(tables, dossiers, null));

        Assert.That(masked[0]!.Rows.Where(row => row.Counts is null).Select(row => row.Keys[0]), Is.EqualTo(new[] { "hospital", "sme" }));
        Attack(dossiers.Values, [.. tables.Zip(masked).Select(pair => (pair.First, pair.Second!))]);
    }

    [Test]
    public void What_an_earlier_edition_masked_is_not_told_by_a_later_one()
    {
        var dossiers = new[] { ("sme", 3), ("academic", 9), ("hospital", 12) }
            .SelectMany(type => Enumerable.Range(0, type.Item2).Select(nth => Known(["a"], type.Item1, 2021 + nth % 2, (Standing)(nth % 4))))
            .ToDictionary(dossier => dossier.Id);
        var whole = Question("organisation-type", 2021, 2022);
        var first = new EditionPopulation([whole], dossiers, null);
        var earlier = first with { Published = [Masking.Of([], first)[0]!] };
        RatesQuestion[] next = [Question("organisation-type", 2021, 2021), Question("organisation-type", 2022, 2022)];

        var later = Masking.Of([earlier], new EditionPopulation(next, dossiers, null));

        var shown = next.Zip(later).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!));
        Attack(dossiers.Values, [(whole, earlier.Published![0]), .. shown]);
    }

    /// <summary>The unknowns are how many dossiers there are of each kind; every row that is shown is four sums of them.</summary>
    static void Attack(IReadOnlyCollection<KnownDossier> dossiers, IReadOnlyList<(RatesQuestion Table, PublishedTable Shown)> tables)
    {
        var kinds = (
            from sectors in Enumerable.Range(0, 1 << Sectors.Length)
            from type in Types.Append(null)
            from year in Years
            from standing in Enum.GetValues<Standing>()
            select Known([.. Sectors.Where((_, bit) => (sectors >> bit & 1) == 1)], type, year, standing)).ToList();
        var known = new List<(IReadOnlyCollection<int>, int)>();
        var secrets = new List<(int Measure, string What, IReadOnlyCollection<int> Of, int Is)>();
        foreach (var (table, shown) in tables)
        {
            var masked = shown.Rows.Where(row => row.Counts is null).Select(row => string.Join('\u001f', row.Keys)).ToHashSet();
            var rows = dossiers.SelectMany(dossier => KeysOf(dossier, table)).Distinct().ToList();
            // Everybody sees which rows there are: of a kind that would make another there is no dossier.
            known.AddRange(kinds.SelectMany(kind => KeysOf(kind, table)).Distinct().Except(rows).Select(key =>
                ((IReadOnlyCollection<int>)[.. Enumerable.Range(0, kinds.Count).Where(kind => KeysOf(kinds[kind], table).Contains(key))], 0)));
            foreach (var key in rows)
            {
                for (var measure = 0; measure < 4; measure++)
                {
                    int[] of = [.. Enumerable.Range(0, kinds.Count).Where(kind => KeysOf(kinds[kind], table).Contains(key) && Counts(kinds[kind], measure))];
                    var count = dossiers.Count(dossier => KeysOf(dossier, table).Contains(key) && Counts(dossier, measure));
                    if (masked.Contains(key))
                        secrets.Add((measure, $"{string.Join(',', table.By.Select(by => by.Name))} {table.From.Year}-{table.To.Year} {key.Replace('\u001f', '/')} {measure}", of, count));
                    else
                        known.Add((of, count));
                    if (measure == 0 && !masked.Contains(key))
                        Assert.That(count, Is.GreaterThanOrEqualTo(Masking.LeastExpertised), $"{key} is shown");
                }
            }
        }

        var attack = new LinearAttack(kinds.Count, [.. known.DistinctBy(sum => string.Join(',', sum.Item1))]);
        foreach (var (measure, what, of, count) in secrets.DistinctBy(secret => string.Join(',', secret.Of)))
        {
            var (least, most) = attack.Of(of);
            Assert.That(count, Is.InRange(least - 1e-5, most + 1e-5), $"{what}: the attack itself is right");
            // A row that is there has a dossier.
            var atLeast = Math.Max(Math.Ceiling(least - 1e-5), measure == 0 ? 1 : 0);
            Assert.That(Math.Floor(most + 1e-5) - atLeast, Is.GreaterThanOrEqualTo(1), $"{what} is {count}, and can be worked out: from {least} to {most}");
        }
    }

    /// <summary>Written apart from the masking: the rows of a dossier, and the total.</summary>
    static IEnumerable<string> KeysOf(KnownDossier dossier, RatesQuestion table)
    {
        if (dossier.Classification.RegisteredOn < table.From || dossier.Classification.RegisteredOn > table.To)
            return [];
        var first = Values(dossier, table.By[0].Name);
        return (table.By.Count == 1 ? first : first.SelectMany(one => Values(dossier, table.By[1].Name), (one, other) => one + '\u001f' + other)).Append("");
    }

    static IReadOnlyList<string> Values(KnownDossier dossier, string by) => by switch
    {
        "sector" => dossier.Classification.Sectors,
        "year" => [dossier.Classification.RegisteredOn.Year.ToString(CultureInfo.InvariantCulture)],
        _ => dossier.Classification.OrganisationType is { } type ? [type] : [],
    };

    static bool Counts(KnownDossier dossier, int measure)
    {
        var labelled = dossier.Outcome == Outcome.Labelled;
        return measure switch
        {
            0 => true,
            1 => labelled,
            2 => labelled && dossier.Applications.Any(application => application.Result == FundingResult.Funded),
            _ => labelled && dossier.Applications.Count == 0,
        };
    }

    static RatesQuestion[] Tables(Random chance)
    {
        string[] all = ["sector", "organisation-type", "year", "sector,organisation-type", "organisation-type,year", "sector,year"];
        return
        [
            .. all.OrderBy(_ => chance.Next()).Take(2 + chance.Next(2)).Select(by =>
            {
                var from = Years[chance.Next(Years.Length)];
                return Question(by, from, Math.Min(2023, from + chance.Next(3)));
            }),
        ];
    }

    static RatesQuestion Question(string by, int from, int to) =>
        new([.. by.Split(',').Select(name => Breakdown.Named(name)!)], new DateOnly(from, 1, 1), new DateOnly(to, 12, 31), Later);

    static KnownDossier Any(Random chance) => Known(
        [.. Sectors.Where((_, bit) => chance.Next(3 + bit) == 0)],
        chance.Next(10) switch { 0 => null, 1 => "hospital", < 5 => "academic", _ => "sme" },
        Years[chance.Next(Years.Length)],
        (Standing)chance.Next(4));

    static KnownDossier Known(IReadOnlyList<string> sectors, string? type, int year, Standing standing) => new(
        Guid.CreateVersion7(),
        new Classification(new DateOnly(year, 6, 1), DossierKind.Project, true, null, sectors, [], [], type, null, null, null, null),
        new Decision(standing == Standing.NotLabelled ? Outcome.Refused : Outcome.Labelled, null, null),
        null,
        standing switch
        {
            Standing.Funded => [Application(FundingResult.Funded)],
            Standing.Negative => [Application(FundingResult.Refused)],
            Standing.Pending or Standing.NotLabelled => [],
        });

    static Application Application(FundingResult result) => new("ANR", null, ApplicationStage.Full, result, null, null);
}
