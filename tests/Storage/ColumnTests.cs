using System.Globalization;
using Labelling.Ground;

namespace Labelling.Storage.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ColumnTests(Dialect dialect)
{
    TestDatabase test = null!;

    [SetUp]
    public async Task Create() => test = await Measuring.Create(dialect, new TestClock("2026-03-12T09:00:00Z"));

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required DateTimeOffset? At { get; init; }
        public required DateOnly? OnDay { get; init; }
        public required decimal? Amount { get; init; }
        public required bool? Flag { get; init; }
        public required string? Words { get; init; }
    }

    static readonly Row Full = new()
    {
        Id = Guid.Parse("019a1111-2222-7333-8444-555566667777"),
        At = new DateTimeOffset(2026, 3, 29, 2, 30, 15, 123, 456, TimeSpan.FromHours(2)),
        OnDay = new DateOnly(2026, 3, 29),
        Amount = 1234567.89m,
        Flag = true,
        Words = "thérapie « douce » 5 % 😀",
    };

    static readonly Row Empty = new() { Id = Guid.Parse("019a1111-2222-7333-8444-000000000000"), At = null, OnDay = null, Amount = null, Flag = null, Words = null };

    async Task Insert(Row row)
    {
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        await transaction.Execute(
            """
            insert into Measure (Id, At, OnDay, Amount, Flag, Words)
            values (@Id, @At, @OnDay, @Amount, @Flag, @Words)
            """,
            row);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
    }

    [Test]
    public async Task Every_value_comes_back_as_it_was([Values] bool full)
    {
        var row = full ? Full : Empty;
        await Insert(row);
        var back = await test.Database.QuerySingleOrDefault<Row>("select Id, At, OnDay, Amount, Flag, Words from Measure where Id = @Id", new { row.Id }, CancellationToken.None);
        Assert.That(back, Is.EqualTo(row));
    }

    [TestCase("0", ExpectedResult = "0")]
    [TestCase("75000000", ExpectedResult = "75000000")]
    [TestCase("-12.50", ExpectedResult = "-12.5")]
    [TestCase("1234567.89", ExpectedResult = "1234567.89")]
    public async Task<string> An_amount_comes_back_without_zeros_at_its_end(string amount)
    {
        await Insert(Full with { Amount = decimal.Parse(amount, CultureInfo.InvariantCulture) });
        var back = await test.Database.QuerySingleOrDefault<Row>("select Id, At, OnDay, Amount, Flag, Words from Measure", null, CancellationToken.None);
        var alone = await test.Database.QuerySingleOrDefault<decimal?>("select Amount from Measure", null, CancellationToken.None);
        Assert.That(alone, Is.EqualTo(back!.Amount));
        return back.Amount!.Value.ToString(CultureInfo.InvariantCulture);
    }

    [Test]
    public async Task An_instant_comes_back_in_utc()
    {
        await Insert(Full);
        var at = await test.Database.QuerySingleOrDefault<DateTimeOffset?>("select At from Measure", null, CancellationToken.None);
        Assert.That(at!.Value.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Instants_of_different_zones_compare_by_the_moment_they_mean()
    {
        await Insert(Full);
        const string Earlier = "select count(*) from Measure where At < @Limit";
        var limit = new DateTimeOffset(2026, 3, 29, 0, 30, 15, 123, 457, TimeSpan.Zero);
        Assert.That(await test.Database.QuerySingleOrDefault<int>(Earlier, new { Limit = limit }, CancellationToken.None), Is.EqualTo(1));
        Assert.That(await test.Database.QuerySingleOrDefault<int>(Earlier, new { Limit = limit.AddMicroseconds(-1) }, CancellationToken.None), Is.Zero);
    }

    [Test]
    public async Task Ids_can_be_asked_for_as_a_list()
    {
        await Insert(Full);
        await Insert(Empty);
        var ids = new[] { Full.Id, Empty.Id, Guid.CreateVersion7() };
        Assert.That(await test.Database.Query<Guid>("select Id from Measure where Id in @Ids", new { Ids = ids }, CancellationToken.None), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_was_not_committed_is_not_there()
    {
        await using (var transaction = await test.Database.Begin(CancellationToken.None))
            await transaction.Execute("insert into Measure (Id) values (@Id)", new { Full.Id });
        Assert.That(await test.Database.Query<Guid>("select Id from Measure", null, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_second_insert_of_the_same_key_is_refused_and_the_transaction_goes_on()
    {
        const string Insert = "insert into Measure (Id) values (@Id)";
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        Assert.That(await transaction.TryInsert(Insert, new { Full.Id }), Is.True);
        Assert.That(await transaction.TryInsert(Insert, new { Full.Id }), Is.False);
        Assert.That(await transaction.TryInsert(Insert, new { Empty.Id }), Is.True);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
        Assert.That(await test.Database.Query<Guid>("select Id from Measure", null, CancellationToken.None), Has.Count.EqualTo(2));
    }
}
