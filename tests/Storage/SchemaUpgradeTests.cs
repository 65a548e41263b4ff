using Labelling.Ground;

namespace Labelling.Storage.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class SchemaUpgradeTests(Dialect dialect)
{
    static readonly string[] Storage = [.. SchemaUpgrade.Scripts(typeof(SchemaUpgrade).Assembly, Dialect.Sqlite).Select(script => script.Name)];

    TestDatabase test = null!;

    [SetUp]
    public async Task Create() => test = await Measuring.Create(dialect, new TestClock("2026-03-12T09:00:00Z"));

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    Task Upgrade() => SchemaUpgrade.Run(test.Database, typeof(Measuring).Assembly, CancellationToken.None);

    async Task Change(string statement)
    {
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        await transaction.Execute(statement);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
    }

    [Test]
    public async Task A_second_upgrade_changes_nothing()
    {
        await Upgrade();
        Assert.That(await test.Database.Query<string>("select Name from SchemaScript order by ScriptSet, Number", null, CancellationToken.None),
            Is.EqualTo((string[])[.. Storage, "0001_measure.sql"]));
    }

    [Test]
    public async Task Many_upgrades_at_once_apply_each_script_once()
    {
        await Change("drop table Measure");
        await Change("delete from SchemaScript where ScriptSet = 'Submission'");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Upgrade)));
        Assert.That(await test.Database.QuerySingleOrDefault<int>("select count(*) from SchemaScript", null, CancellationToken.None), Is.EqualTo(Storage.Length + 1));
    }

    [Test]
    public async Task A_script_changed_after_it_was_applied_is_refused_by_name()
    {
        await Change("update SchemaScript set Checksum = 'another' where ScriptSet = 'Submission'");
        Assert.That(Upgrade, Throws.TypeOf<SchemaException>().With.Message.Contains("0001_measure.sql"));
    }

    [Test]
    public async Task A_schema_newer_than_the_program_is_refused()
    {
        await Change("update SchemaScript set Number = 2 where ScriptSet = 'Submission'");
        Assert.That(Upgrade, Throws.TypeOf<SchemaException>().With.Message.Contains("schema 2, this program knows 1"));
    }

    [Test]
    public void Scripts_of_both_dialects_are_twins() =>
        Assert.That(SchemaUpgrade.Scripts(typeof(SchemaUpgrade).Assembly, Dialect.Sqlite).Select(script => script.Name),
            Is.EqualTo(SchemaUpgrade.Scripts(typeof(SchemaUpgrade).Assembly, Dialect.SqlServer).Select(script => script.Name)));
}
