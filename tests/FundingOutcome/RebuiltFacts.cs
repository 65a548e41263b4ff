using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>The facts are made again from the kept events and the history, and come out the same.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class RebuiltFacts(Dialect dialect)
{
    static readonly int Histories = LongRun.Asked ? 60 : 6;

    Base known = null!;

    [SetUp]
    public async Task Create()
    {
        known = await Base.Create(dialect, "2024-01-01T12:00:00.1234567Z");
        await Live.PublishProgrammes(known);
    }

    [TearDown]
    public async Task Delete() => await known.DisposeAsync();

    sealed record Row
    {
        public required long Position { get; init; }
        public required Guid DossierId { get; init; }
        public required string Subject { get; init; }
        public required string? Value { get; init; }
        public required string HoldsFrom { get; init; }
        public required string RecordedAt { get; init; }
        public required long Sequence { get; init; }

        public string Told => $"{DossierId} {Subject} {Value} {HoldsFrom} {RecordedAt} {Sequence}";
    }

    Task<IReadOnlyList<Row>> Facts() => known.Database.Query<Row>(
        dialect switch
        {
            Dialect.Sqlite => "select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence from Fact order by Position",
            Dialect.SqlServer => "select Position, DossierId, Subject, Value, convert(nvarchar(40), HoldsFrom, 126) as HoldsFrom, convert(nvarchar(40), RecordedAt, 127) as RecordedAt, Sequence from Fact order by Position",
        },
        null, CancellationToken.None);

    /// <summary>As they stand to each other within a dossier and a subject; the places differ once they are written again.</summary>
    static IEnumerable<string> InOrder(IEnumerable<Row> rows) => rows
        .OrderBy(row => row.DossierId).ThenBy(row => row.Subject, StringComparer.Ordinal)
        .ThenBy(row => row.RecordedAt, StringComparer.Ordinal).ThenBy(row => row.Sequence).ThenBy(row => row.Position).Select(row => row.Told);

    async Task Change(string sql)
    {
        await using var transaction = await known.Database.Begin(CancellationToken.None);
        await transaction.Execute(sql);
        transaction.WithoutTrail("made for a test");
        await transaction.Commit();
    }

    Task<RebuildReport> Rebuild(Func<RebuildProgress, Task>? progress = null) =>
        known.Test.Get<RebuildFacts>().Run(progress ?? (_ => Task.CompletedTask), Base.Office, CancellationToken.None);

    static RandomHistories.Step[] Steps(int seed)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, 45).Select(_ => new RandomHistories.Step(chance.Next(8), chance.Next(6), chance.Next(26), chance.Next(1_000_001)))];
    }

    public static IEnumerable<int> Seeds => Enumerable.Range(1, Histories);

    [TestCaseSource(nameof(Seeds))]
    public async Task Whatever_happened_they_come_out_the_same(int seed)
    {
        using var rates = new Rates(known.Database);
        using var figures = new FurtherFigures(known.Database);
        await RandomHistories.Play(known, Steps(seed), rates, figures);
        async Task<string> Tables(FurtherFigures figures) => string.Join('\n', await Task.WhenAll(FurtherTables.All.Select(async table =>
            string.Join('\n', (await figures.Answer(table, RandomHistories.Everything, CancellationToken.None)).Rows.Select(row => $"{table.Name} {string.Join('/', row.Keys)} {string.Join(' ', row.Values)}")))));
        var tables = await Tables(figures);
        var before = await Facts();
        var table = await known.Rows("sector,funding-body");

        var same = await Rebuild();
        Assert.That((same.Rewritten, same.Facts, same.OlderFacts, same.Untold.Count), Is.EqualTo((0, before.Count, 0, 0)));
        Assert.That(await Facts(), Is.EqualTo(before), "nothing was written, places included");

        await Change("update Fact set Value = null where Subject = 'decision' or Subject like 'application/%' or Subject like 'step/%'");
        using var wrong = new FurtherFigures(known.Database);
        Assert.That(await Tables(wrong), Is.Not.EqualTo(tables));
        Assert.That((await Rebuild()).Rewritten, Is.GreaterThan(0));
        Assert.That(await Tables(wrong), Is.EqualTo(tables), "who has the dossiers in memory sees what was made again");

        await Change("delete from Fact");
        var all = await Rebuild();
        Assert.That(all.Rewritten, Is.EqualTo(before.Select(row => row.DossierId).Distinct().Count()));
        Assert.That(InOrder(await Facts()), Is.EqualTo(InOrder(before)));
        Assert.That(await known.Rows("sector,funding-body"), Is.EqualTo(table));
        Assert.That(Base.Told(await rates.Answer(new RatesQuestion([Breakdown.Named("sector")!, Breakdown.FundingBody], new DateOnly(2000, 1, 1), new DateOnly(2099, 12, 31), null), CancellationToken.None)),
            Is.EqualTo(table), "and those who have the figures in memory have them still");
        Assert.That(await Tables(figures), Is.EqualTo(tables));
    }

    [Test]
    public async Task What_arrives_while_they_are_made_again_is_not_lost_and_not_doubled()
    {
        var dossier = await Live.Labelled(known, "2024-0001");
        var application = await dossier.Apply("ANR");
        var other = await Live.Labelled(known, "2024-0002");
        var before = await Facts();
        await Change("update Fact set Value = null where Subject = 'decision'");
        known.Clock.Advance(TimeSpan.FromDays(1));

        var arrived = false;
        await Rebuild(async progress =>
        {
            // A server may let readers wait while it is written.
            if (dialect == Dialect.Sqlite || !progress.Writing)
                Assert.That(await known.Total(), Is.EqualTo("0 0 0 0"), "the old ones serve until all is written");
            if (progress.Writing || arrived)
                return;
            arrived = true;
            await dossier.Answer(application, FundingResult.Funded);
            await other.Apply("Europe");
        });

        var facts = await Facts();
        Assert.That(facts, Has.Count.EqualTo(before.Count + 2));
        Assert.That(InOrder(facts).Except(InOrder(before)).Count(), Is.EqualTo(2));
        Assert.That(await known.Total(), Is.EqualTo("2 2 1 1"));
        Assert.That((await Rebuild()).Rewritten, Is.Zero);
        Assert.That(await known.Count("AuditLine where Action = 'facts.rebuilt'"), Is.EqualTo(1));
    }

    /// <summary>As the schema script copied them.</summary>
    const string Older =
        """
        insert into OlderFact (Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
        select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
        from Fact
        """;

    [Test]
    public async Task Facts_from_before_anything_was_kept_stand_and_what_comes_after_goes_on_from_them()
    {
        const string Head = "reference,title,kind,registered_on,decided_on,decision,funding_result\n";
        var dossier = await Live.Labelled(known, "2024-0001");
        var application = await dossier.Apply("ANR");
        await known.ImportGood($"{Head}H1,T,project,2022-01-01,2022-03-01,labelled,pending\n");
        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.ImportGood($"{Head}H1,T,project,2022-01-01,2022-03-01,labelled,refused\n");
        await Change(Older);
        await Change("delete from KeptEvent");
        await Change("delete from HistoryLineBefore");
        known.Clock.Advance(TimeSpan.FromDays(1));
        await dossier.Answer(application, FundingResult.Funded);
        await known.ImportGood($"{Head}H1,T,project,2022-01-01,2022-03-01,labelled,funded\n");
        var before = await Facts();

        var report = await Rebuild();
        Assert.That((report.Rewritten, report.OlderFacts), Is.EqualTo((0, 8)), "they are told");
        await Change("delete from Fact");
        await Rebuild();
        Assert.That(InOrder(await Facts()), Is.EqualTo(InOrder(before)));
    }

    [Test]
    public async Task Facts_of_a_dossier_of_which_nothing_is_kept_are_told_and_left()
    {
        await Live.Labelled(known, "2024-0001");
        var before = await Facts();
        await Change("delete from KeptEvent");

        var report = await Rebuild();

        Assert.That(report.Untold, Is.EqualTo(new[] { "2024-0001" }));
        Assert.That(await Facts(), Is.EqualTo(before));
    }

    sealed record Value
    {
        public required string Code { get; init; }
        public required string? English { get; init; }
        public required long? Sequence { get; init; }
    }

    [Test]
    public async Task Rows_written_by_one_statement_come_back_as_they_were()
    {
        if (dialect != Dialect.Sqlite)
            Assert.Ignore("it is for SQLite");
        object?[][] rows = [["t", "", "", 1L], ["t", "long", new string('é', 3000), long.MaxValue], ["t", "thousand", new string('\u20ac', 1000), 0], ["t", "null", null, null]];
        await using (var transaction = await known.Database.Begin(CancellationToken.None))
        {
            const string Insert = "insert into VocabularyValue (Vocabulary, Code, English, Sequence) values (@Vocabulary, @Code, @English, @Sequence)";
            string[] names = ["Vocabulary", "Code", "English", "Sequence"];
            Assert.That(transaction.ExecuteEach(Insert, names, rows), Is.EqualTo(4));
            Assert.That(() => transaction.ExecuteEach(Insert, names, rows), Throws.InstanceOf<System.Data.Common.DbException>(), "they are there already");
            Assert.That((transaction.Written, transaction.Changed), Is.EqualTo((2, 1)));
            transaction.WithoutTrail("made for a test");
            await transaction.Commit();
        }

        var found = await known.Database.Query<Value>("select Code, English, Sequence from VocabularyValue where Vocabulary = 't'", null, CancellationToken.None);
        Assert.That(found.OrderBy(value => value.Code, StringComparer.Ordinal).Select(value => (object?[])["t", value.Code, value.English, value.Sequence]),
            Is.EqualTo(rows.OrderBy(row => (string)row[1]!, StringComparer.Ordinal).Select(row => (object?[])[row[0], row[1], row[2], row[3] is int number ? (long)number : row[3]])));
    }
}
