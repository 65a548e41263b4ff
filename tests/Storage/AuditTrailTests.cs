using Labelling.Ground;

namespace Labelling.Storage.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class AuditTrailTests(Dialect dialect)
{
    TestDatabase test = null!;

    [SetUp]
    public async Task Write_three_lines()
    {
        test = await Measuring.Create(dialect, new TestClock("2026-03-12T09:00:00.1234567Z"));
        for (var line = 0; line < 3; line++)
        {
            await using var transaction = await test.Database.Begin(CancellationToken.None);
            await AuditTrail.Add(transaction, new Actor(Guid.CreateVersion7(), "office", "192.0.2.7"), "dossier.admitted", Guid.CreateVersion7(),
                before: new { status = "Submitted" }, after: new { status = "Admissible" }, personal: line == 1 ? new { name = "Zoé" } : null);
            await transaction.Commit();
        }
    }

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    Task<string?> FirstBreak() => AuditTrail.FirstBreak(test.Database, CancellationToken.None);

    async Task Tamper(params string[] statements)
    {
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        foreach (var statement in statements)
            Assert.That(await transaction.Execute(statement), Is.EqualTo(1));
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
    }

    [Test]
    public async Task An_untouched_trail_verifies() => Assert.That(await FirstBreak(), Is.Null);

    [Test]
    public async Task An_edited_line_is_named()
    {
        await Tamper("update AuditLine set ActorRole = 'chair' where Position = 2");
        Assert.That(await FirstBreak(), Does.Contain("line 2 (dossier.admitted) was changed"));
    }

    [Test]
    public async Task A_removed_line_is_named()
    {
        await Tamper("delete from AuditPersonal where Position = 2", "delete from AuditLine where Position = 2");
        Assert.That(await FirstBreak(), Does.Contain("line 2 is missing"));
    }

    [Test]
    public async Task A_cut_off_end_is_noticed()
    {
        await Tamper("delete from AuditLine where Position = 3");
        Assert.That(await FirstBreak(), Does.Contain("ends at line 2, but 3 lines were written"));
    }

    [Test]
    public async Task Changed_personal_values_are_noticed()
    {
        await Tamper("update AuditPersonal set PersonalValue = '{}' where Position = 2");
        Assert.That(await FirstBreak(), Does.Contain("personal values of line 2"));
    }

    [Test]
    public async Task Erased_personal_values_leave_the_trail_whole()
    {
        await Tamper("delete from AuditPersonal where Position = 2");
        Assert.That(await FirstBreak(), Is.Null);
    }
}
