using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>
/// The dossiers that the further tables are counted from, in memory: on any day they are those that the facts of each tell, whatever was
/// recorded, corrected and taken in again, and who goes through them sees nothing of what is taken in meanwhile.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DossiersInMemory
{
    const int Dossiers = 200;

    static readonly DateOnly First = new(2021, 1, 1);

    static readonly IReadOnlyDictionary<string, string> Plans = new Dictionary<string, string> { ["i-Démo"] = "France 2030" };

    readonly Random chance = new(11);
    readonly Dictionary<Guid, List<StoredFact>> told = [];
    long position;

    T Of<T>(params T[] some) => some[chance.Next(some.Length)];

    string[] Some(params string[] values) => [.. values.Where(_ => chance.Next(2) == 0)];

    /// <summary>Anything that can be said of a dossier, in any order of days: before it is known what it is too.</summary>
    void Say(Guid id, IReadOnlyList<Guid> others)
    {
        var (holdsFrom, at, sequence) = (First.AddDays(chance.Next(60)), new DateTimeOffset(2024, 1, 1, 0, 0, chance.Next(30), TimeSpan.Zero), chance.Next(2));
        var fact = chance.Next(10) switch
        {
            0 or 1 => Fact.Of(id, Classification(), holdsFrom, at, sequence),
            2 => Fact.OfDeposit(id, Classification(), new DateTimeOffset(holdsFrom, new TimeOnly(12, 0), TimeSpan.Zero), sequence),
            3 or 4 => Fact.Of(
                id, chance.Next(6) == 0 ? null : new Decision(Of(Enum.GetValues<Outcome>()), 1, "L-1", chance.Next(3) == 0 ? null : First.AddDays(chance.Next(40))), holdsFrom, at, sequence),
            5 => Fact.Of(id, chance.Next(2) == 0 ? null : new Duplicate(Of("A", "B")), holdsFrom, at, sequence),
            6 or 7 => Fact.Of(id, Of(Enum.GetValues<Step>()), chance.Next(5) == 0 ? null : new StepTaken(First.AddDays(chance.Next(20))), holdsFrom, at, sequence),
            _ => Fact.Of(
                id, Of(Applications), chance.Next(6) == 0 ? null : new Application(
                    Of("ANR", "Europe", null), Of("i-Démo", "EIC", null), Of(Enum.GetValues<ApplicationStage>()), Of(Enum.GetValues<FundingResult>()),
                    100m, Of((decimal?)null, 5m, 5.00m, 7m), Of<DateOnly?>(null, First.AddDays(30))),
                holdsFrom, at, sequence),
        };
        if (!told.TryGetValue(id, out var facts))
            told[id] = facts = [];
        facts.Add(new StoredFact(++position, fact));

        Classification Classification() => new(
            First.AddDays(chance.Next(50)), Of(DossierKind.Project, DossierKind.Project, DossierKind.Platform), chance.Next(5) > 0, Of("p", null), Some("a", "b"), Some("c", "d"),
            Some("e", "f"), Of("sme", null), Of<bool?>(true, false, null), Of("r", null), Of("i-Démo", "EIC", null), Of("ANR", null), Of((decimal?)null, 1000m, 1000.0m),
            chance.Next(3) == 0 ? Of([.. others]) : null, Of(null, Some("Aurore", "Boréal")));
    }

    static readonly Guid[] Applications = [Guid.CreateVersion7(), Guid.CreateVersion7()];

    static readonly DateOnly[] Days = [First.AddDays(-1), First, First.AddDays(9), First.AddDays(30), First.AddDays(59), DateOnly.MaxValue];

    /// <summary>As the facts tell it, each dossier by itself; what no table looks at is left out.</summary>
    IEnumerable<string> Expected(DateOnly day, DateOnly from, DateOnly to) => told
        .Select(dossier => Stretch.KnownOn(dossier.Value, day))
        .Where(known => known is not null && known.Classification.RegisteredOn >= from && known.Classification.RegisteredOn <= to)
        .Select(known => Written(known! with
        {
            Decision = known.Decision is { } decision ? decision with { Version = null, LabelNumber = null } : null,
            Applications = [.. known.Applications.Select(application => application with { AmountRequestedEur = null })],
        })).Order(StringComparer.Ordinal);

    static string Written(KnownDossier known) =>
        Json.Write(new { known.Id, known.Classification, known.Decision, known.Duplicate, known.Applications, Steps = Enum.GetValues<Step>().Select(known.On) });

    static string[] Found(DossierColumns.Known known, DateOnly day, DateOnly from, DateOnly to) =>
        [.. known.On(day, from, to, Plans).Select(Written).Order(StringComparer.Ordinal)];

    void Same(DossierColumns.Known known, string when)
    {
        foreach (var day in Days)
        {
            foreach (var (from, to) in ((DateOnly, DateOnly)[])[(DateOnly.MinValue, DateOnly.MaxValue), (First.AddDays(10), First.AddDays(20))])
                Assert.That(Found(known, day, from, to), Is.EqualTo(Expected(day, from, to)), $"{when}, as known on {day}, registered from {from} to {to}");
        }
    }

    [Test]
    public void On_any_day_they_are_what_the_facts_tell_and_a_reader_keeps_what_it_holds()
    {
        var ids = Enumerable.Range(0, Dossiers).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var id in ids)
        {
            for (var nth = 0; nth < 12; nth++)
                Say(id, ids);
        }

        var columns = new DossierColumns();
        foreach (var facts in told.Values)
            columns.Add(facts);
        var first = columns.AsTheyStand();
        Same(first, "read at once");
        Assert.That(columns.AsTheyStand(), Is.SameAs(first), "nothing came");
        Assert.That(first.On(DateOnly.MaxValue, First, First.AddDays(99), Plans).Select(dossier => dossier.Plan), Does.Contain("France 2030"));

        foreach (var round in new[] { 1, 80, 20, 150 })
        {
            var held = columns.AsTheyStand();
            var before = Days.Select(day => Found(held, day, DateOnly.MinValue, DateOnly.MaxValue)).ToList();
            var some = ids.OrderBy(_ => chance.Next()).Take(round).ToHashSet();
            var fresh = Guid.CreateVersion7();
            foreach (var id in some.Append(fresh))
                Say(id, ids);
            columns.Forget(some);
            foreach (var id in some.Append(fresh))
                columns.Add(told[id]);
            Same(columns.AsTheyStand(), $"{round} corrected");
            columns.Order();
            Same(columns.AsTheyStand(), $"{round} corrected, and cleared away");
            Assert.That(Days.Select(day => Found(held, day, DateOnly.MinValue, DateOnly.MaxValue)), Is.EqualTo(before), "who was reading reads on");
        }
    }

    [Test]
    public void What_was_corrected_again_and_again_is_cleared_away()
    {
        var columns = new DossierColumns();
        var ids = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var id in ids)
        {
            for (var nth = 0; nth < 12; nth++)
                Say(id, ids);
            columns.Add(told[id]);
        }

        var some = ids.ToHashSet();
        for (var round = 0; round < 100 && !columns.WantsOrder; round++)
        {
            columns.Forget(some);
            foreach (var id in ids)
                columns.Add(told[id]);
        }

        Assert.That(columns.WantsOrder);
        columns.Order();
        Assert.That(columns.WantsOrder, Is.False);
        Same(columns.AsTheyStand(), "cleared away");
    }

    [Test]
    public async Task A_list_that_is_asked_for_twice_is_in_the_same_order_whatever_was_corrected_between()
    {
        await using var known = await Base.Create();
        await Live.PublishProgrammes(known);
        var dossiers = new List<Live>();
        for (var nth = 1; nth <= 3; nth++)
        {
            dossiers.Add(new Live(known, $"2026-000{nth}"));
            await known.Test.Hear(dossiers[^1].Submission());
        }

        var figures = known.Test.Get<FurtherFigures>();
        async Task<Guid[]> Listed() => [.. (await figures.Behind(
            Endings.Table, new RatesQuestion([], DateOnly.MinValue, DateOnly.MaxValue, null), [], 0, CancellationToken.None)).Select(behind => behind.Id)];
        var before = await Listed();
        Assert.That(before, Is.EquivalentTo(dossiers.Select(dossier => dossier.Id)));
        foreach (var dossier in dossiers)
        {
            await known.Test.Hear(dossier.Admission());
            Assert.That(await Listed(), Is.EqualTo(before));
        }
    }
}
