using Labelling.Ground;

namespace Labelling.Storage.Tests;

/// <summary>The file outside the database, against somebody who can change everything in the database.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class AuditWitnessTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    TestDatabase test = null!;
    TestClock clock = null!;
    string folder = null!;
    AuditWitness witness = null!;

    [SetUp]
    public async Task Write_a_trail_and_let_it_be_witnessed()
    {
        clock = new TestClock("2026-03-12T09:00:00Z");
        test = await Measuring.Create(dialect, clock);
        folder = Directory.CreateTempSubdirectory("labelling-witness-").FullName;
        witness = new AuditWitness(test.Database, Path.Combine(folder, "witness"));
        await Act("dossier.submitted");
        await Act("dossier.admitted");
        Assert.That(await witness.Write(Stop), Is.True);
        await Act("dossier.withdrawn");
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await witness.Write(Stop), Is.True);
    }

    [TearDown]
    public async Task Delete()
    {
        await test.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task Act(string action)
    {
        await using var transaction = await test.Database.Begin(Stop);
        await AuditTrail.Add(transaction, new Actor(Guid.CreateVersion7(), "office", "192.0.2.7"), action, Guid.CreateVersion7(), after: new { Done = true });
        await transaction.Commit();
    }

    Task<AuditReport> Verify() => AuditTrail.Verify(test.Database, new AuditWitness(test.Database, Path.Combine(folder, "witness")), Stop);

    async Task<string[]> Findings() => [.. (await Verify()).Findings];

    async Task Tamper(params string[] statements)
    {
        await using var transaction = await test.Database.Begin(Stop);
        foreach (var statement in statements)
            Assert.That(await transaction.Execute(statement), Is.EqualTo(1), statement);
        transaction.WithoutTrail("somebody writes past the program");
        await transaction.Commit();
    }

    /// <summary>Everything from a line on is taken away, and the head says that there never was more.</summary>
    Task CutOffFrom(long position) => Cut(test.Database, position);

    internal static async Task Cut(Database database, long position)
    {
        await using var transaction = await database.Begin(Stop);
        await transaction.Execute("delete from AuditPersonal where Position >= @Position", new { Position = position });
        await transaction.Execute("delete from AuditLine where Position >= @Position", new { Position = position });
        await transaction.Execute(
            "update AuditHead set Position = @Last, Hash = (select Hash from AuditLine where Position = @Last)", new { Last = position - 1 });
        transaction.WithoutTrail("somebody writes past the program");
        await transaction.Commit();
    }

    [Test]
    public async Task The_file_holds_position_hash_and_time_of_the_newest_line()
    {
        var lines = await File.ReadAllLinesAsync(witness.File);
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(lines[0], Does.Match("^3 [0-9a-f]{64} 2026-03-12T09:00:00.000000Z$"), "two lines, and the one that says that they are witnessed");
        Assert.That(lines[1], Does.Match("^4 [0-9a-f]{64} 2026-03-12T09:01:00.000000Z$"));
    }

    [Test]
    public async Task Nothing_is_written_when_nothing_happened()
    {
        Assert.That(await witness.Write(Stop), Is.False);
        Assert.That(await new AuditWitness(test.Database, Path.Combine(folder, "witness")).Write(Stop), Is.False, "nor by the next process");
        Assert.That(await File.ReadAllLinesAsync(witness.File), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task An_untouched_trail_agrees_with_its_witness()
    {
        Assert.That(await Findings(), Is.Empty);
        Assert.That((await Verify()).Notices, Is.Empty);
    }

    [Test]
    public async Task An_end_cut_off_with_its_head_written_again_is_noticed()
    {
        await CutOffFrom(4);
        Assert.That(await AuditTrail.FirstBreak(test.Database, Stop), Is.Null, "the chain alone holds");
        Assert.That(await Findings(), Is.EqualTo(new[]
        {
            $"Submission: the end of the trail was cut off after line 3: {witness.File}, line 2 saw line 4 on 2026-03-12T09:01:00.000000Z.",
        }));
    }

    [Test]
    public async Task An_end_cut_off_and_grown_again_is_noticed()
    {
        await CutOffFrom(4);
        await Act("dossier.admitted");
        await Act("dossier.admitted");
        Assert.That(await AuditTrail.FirstBreak(test.Database, Stop), Is.Null, "the chain alone holds: its end was hashed again");
        Assert.That(await Findings(), Is.EqualTo(new[]
        {
            $"Submission: line 4 is not the one that was there on 2026-03-12T09:01:00.000000Z: {witness.File}, line 2 says another hash. The trail was written again from there or before.",
        }));
    }

    [Test]
    public async Task A_history_written_again_from_the_start_is_noticed()
    {
        await CutOffFrom(2);
        for (var line = 0; line < 6; line++)
            await Act("dossier.admitted");
        Assert.That(await AuditTrail.FirstBreak(test.Database, Stop), Is.Null);
        Assert.That(await Findings(), Has.Length.EqualTo(1).And.One.Contains($"line 3 is not the one that was there on 2026-03-12T09:00:00.000000Z: {witness.File}, line 1"));
    }

    [Test]
    public async Task An_edited_line_is_named_though_its_hash_was_left()
    {
        await Tamper("update AuditLine set ActorRole = 'chair' where Position = 2");
        Assert.That(await Findings(), Is.EqualTo(new[] { "Submission: line 2 (dossier.admitted) was changed after it was written." }));
    }

    [Test]
    public async Task A_removed_line_is_named_even_when_it_was_the_witnessed_one()
    {
        await Tamper("delete from AuditLine where Position = 3");
        Assert.That(await Findings(), Is.EqualTo(new[] { "Submission: line 3 is missing (the next one there is 4)." }));
    }

    [Test]
    public async Task A_cut_off_end_with_the_head_left_is_noticed_twice()
    {
        await Tamper("delete from AuditLine where Position = 4");
        Assert.That(await Findings(), Has.Length.EqualTo(2)
            .And.One.Contains("ends at line 3, but 4 lines were written").And.One.Contains("cut off after line 3"));
    }

    [Test]
    public async Task A_file_that_is_gone_is_missed()
    {
        File.Delete(witness.File);
        Assert.That(await Findings(), Is.EqualTo(new[]
        {
            $"Submission: there is nothing in {witness.File}, but line 3 says that the trail is witnessed there since 2026-03-12T09:00:00.000000Z.",
        }));
    }

    [Test]
    public async Task A_file_that_was_begun_again_is_told_of()
    {
        File.Delete(witness.File);
        Assert.That(await witness.Write(Stop), Is.True);
        var report = await Verify();
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Notices, Has.Count.EqualTo(1).And.One.Contains("line 5 says that the witness file was begun again"));
    }

    [Test]
    public async Task A_trail_that_never_had_a_witness_is_told_of_once_it_is_old_enough()
    {
        await CutOffFrom(3);
        File.Delete(witness.File);
        Assert.That((await Verify()).Notices, Is.Empty);
        clock.Advance(TimeSpan.FromMinutes(10));
        var report = await Verify();
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Notices, Has.Count.EqualTo(1).And.One.Contains("has no witness"));
    }

    [TestCase(3)]
    [TestCase(30)]
    [TestCase(80)]
    public async Task A_line_that_a_crash_left_half_written_is_stepped_over(int written)
    {
        await Act("dossier.admitted");
        await using (var file = new FileStream(witness.File, FileMode.Append))
            file.Write(System.Text.Encoding.ASCII.GetBytes($"5 {new string('a', 64)} 2026-03-12T09:02:00"[..written]));
        Assert.That(await witness.Write(Stop), Is.True);
        var report = await Verify();
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Notices, Has.Count.EqualTo(1).And.One.Contains("line 3 is half-written"));
        Assert.That((await File.ReadAllLinesAsync(witness.File))[^1], Does.StartWith("5 "));
    }

    [Test]
    public async Task A_line_without_its_end_is_completed_by_the_next()
    {
        await using (var file = new FileStream(witness.File, FileMode.Open))
            file.SetLength(file.Length - 1);
        await Act("dossier.admitted");
        Assert.That(await witness.Write(Stop), Is.True);
        Assert.That(await File.ReadAllLinesAsync(witness.File), Has.Length.EqualTo(3));
        Assert.That((await Verify()), Has.Property(nameof(AuditReport.Findings)).Empty.And.Property(nameof(AuditReport.Notices)).Empty);
    }

    [Test]
    public async Task Anything_else_in_the_file_is_a_finding()
    {
        await File.AppendAllTextAsync(witness.File, "4 and nothing happened\n");
        Assert.That(await Findings(), Is.EqualTo(new[] { $"Submission: {witness.File}, line 3 is not what the witness writes: somebody changed the file." }));
    }

    [Test]
    public async Task Erased_personal_values_leave_it_whole()
    {
        await using (var transaction = await test.Database.Begin(Stop))
        {
            await AuditTrail.Add(transaction, new Actor(null, "service", "Accounts"), "person.changed", Guid.CreateVersion7(), personal: new { Name = "Zoé" });
            await transaction.Commit();
        }
        await witness.Write(Stop);
        await Tamper("delete from AuditPersonal where Position = 5");
        Assert.That(await Findings(), Is.Empty);
    }

    // ABUSE 32
    [TestCase("an audit line edited", "update AuditLine set ValueAfter = '{\"done\":false}' where Position = 1", ExpectedResult = "line 1 (dossier.submitted) was changed")]
    [TestCase("an audit line removed", "delete from AuditLine where Position = 1", ExpectedResult = "line 1 is missing")]
    [TestCase("the end cut off", null, ExpectedResult = "the end of the trail was cut off after line 1")]
    public async Task<string> Abuse_32_an_audit_line_edited_removed_or_the_end_cut_off(string what, string? tampering)
    {
        if (tampering is null)
            await CutOffFrom(2);
        else
            await Tamper(tampering);
        var finding = (await Findings()).FirstOrDefault() ?? $"{what} was not found";
        return System.Text.RegularExpressions.Regex.Match(finding, @"line 1 \(dossier.submitted\) was changed|line 1 is missing|the end of the trail was cut off after line 1").Value;
    }
}

/// <summary>No change without a line.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class NoChangeWithoutALineTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    TestDatabase test = null!;

    [SetUp]
    public async Task Create() => test = await Measuring.Create(dialect, new TestClock("2026-03-12T09:00:00Z"));

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    const string Change = "update AuditHead set Hash = Hash";

    [Test]
    public async Task A_change_without_a_line_is_not_committed()
    {
        await using var transaction = await test.Database.Begin(Stop);
        await transaction.Execute(Change);
        Assert.That(() => transaction.Commit(), Throws.InvalidOperationException.With.Message.Contains("left no line in the audit trail"));
    }

    [Test]
    public async Task A_change_with_a_line_is()
    {
        await using var transaction = await test.Database.Begin(Stop);
        await transaction.Execute(Change);
        await AuditTrail.Add(transaction, Actor.Service("Submission"), "head.touched", Guid.Empty);
        Assert.That(() => transaction.Commit(), Throws.Nothing);
    }

    [Test]
    public async Task A_change_that_nobody_would_ask_about_says_why()
    {
        await using var transaction = await test.Database.Begin(Stop);
        await transaction.Execute(Change);
        Assert.That(() => transaction.WithoutTrail(" "), Throws.ArgumentException);
        transaction.WithoutTrail("bookkeeping");
        Assert.That(() => transaction.Commit(), Throws.Nothing);
    }

    [Test]
    public async Task What_changed_no_row_needs_no_line()
    {
        await using var transaction = await test.Database.Begin(Stop);
        await transaction.Execute("update AuditHead set Hash = '' where Id = 7");
        Assert.That(() => transaction.Commit(), Throws.Nothing);
        Assert.That(transaction.Changed, Is.Zero);
    }
}
