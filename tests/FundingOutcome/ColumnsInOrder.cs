using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Columns that were put in order, that dossiers went from and came to again, answer as columns that only ever took in what is known now.</summary>
public sealed class ColumnsInOrder
{
    const int Dossiers = 9000;

    static readonly DateOnly First = new(2019, 1, 1);

    readonly Random chance = new(7);
    readonly Dictionary<Guid, List<StoredFact>> told = [];
    long position;

    void Tell(Fact fact)
    {
        if (!told.TryGetValue(fact.DossierId, out var facts))
            told[fact.DossierId] = facts = [];
        facts.Add(new StoredFact(++position, fact));
    }

    DateTimeOffset Now => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(position);

    void Register(Guid id)
    {
        var on = First.AddDays(chance.Next(1500));
        Tell(Fact.Of(id, new Classification(
            on, DossierKind.Project, true, null, [.. new[] { "a", "b", "c" }.Where(_ => chance.Next(2) == 0)], [], [], null, null, null, null, "X"), on, Now, 0));
        Tell(Fact.Of(id, new Decision(chance.Next(3) == 0 ? Outcome.Refused : Outcome.Labelled, null, null), on.AddDays(90), Now, 0));
        if (chance.Next(2) == 0)
            Answered(id, on.AddDays(200));
    }

    void Answered(Guid id, DateOnly on) => Tell(Fact.Of(
        id, id, new Application(chance.Next(2) == 0 ? "X" : "Y", null, ApplicationStage.Full, chance.Next(2) == 0 ? FundingResult.Funded : FundingResult.Refused, null, null), on, Now, 0));

    static readonly RatesQuestion[] Questions =
    [
        .. from split in new[] { "sector", "funding-body", "year", "sector,year" }
           from window in new[] { (First, First.AddDays(2000)), (new DateOnly(2020, 3, 5), new DateOnly(2021, 7, 9)) }
           from asOf in new DateOnly?[] { null, new(2020, 9, 1), new(2030, 1, 1) }
           from filter in new[] { "", "b" }
           where filter == "" || !split.Contains("sector", StringComparison.Ordinal)
           select new RatesQuestion([.. split.Split(',').Select(name => Breakdown.Named(name)!)], window.Item1, window.Item2, asOf)
           {
               Filters = filter == "" ? [] : [new RateFilter(Breakdown.Named("sector")!, filter)],
           },
    ];

    [Test]
    public void They_answer_as_columns_that_were_never_ordered()
    {
        var columns = new FactColumns();
        for (var nth = 0; nth < Dossiers; nth++)
        {
            var id = Guid.CreateVersion7();
            Register(id);
            columns.Add(told[id]);
        }

        Same(columns, "never ordered");
        columns.Order();
        Same(columns, "ordered");
        foreach (var round in new[] { 1, 400, 3 })
        {
            var some = told.Keys.OrderBy(_ => chance.Next()).Take(round).ToHashSet();
            foreach (var id in some)
                Answered(id, new DateOnly(2024, 2, 1));
            columns.Forget(some);
            Same(columns, $"{round} gone", some);
            foreach (var id in some)
                columns.Add(told[id]);
            Same(columns, $"{round} changed");
            if (round == 400)
                columns.Order();
        }
    }

    void Same(FactColumns columns, string when, HashSet<Guid>? without = null)
    {
        var fresh = new FactColumns();
        foreach (var (_, facts) in told.Where(dossier => without?.Contains(dossier.Key) is not true))
            fresh.Add(facts);
        foreach (var question in Questions)
        {
            var (found, expected) = (columns.Answer(question), fresh.Answer(question));
            Assert.That(Told(found), Is.EqualTo(Told(expected)), $"{when}: {question}");
            Assert.That(expected.Total.Expertised, Is.GreaterThan(100), "there is something to count");
        }
    }

    static string[] Told(RatesTable table) => [.. table.Rows.Select(row => $"{string.Join('/', row.Keys)} {row.Counts}"), $"{table.Total}"];
}
