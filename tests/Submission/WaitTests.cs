using System.Globalization;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Admissibility;
using Labelling.Submission.Duplicates;
using Labelling.Submission.Messages;
using Labelling.Web;

namespace Labelling.Submission.Tests;

/// <summary>What waits for whom: every line with its sentence, its address and its day, in order, and nothing else.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
[SetUICulture("en"), SetCulture("en-GB")]
public sealed class WaitTests(Dialect dialect)
{
    // As an English page says them.
    const string Admit = "[Say whether {0} is admissible]";
    const string AdmitMore = "[See {0:N0} more deposits] that wait for an answer on their admissibility";
    const string CallClosed = "[Choose another call] for {0}: {1} is closed";
    const string ChooseCall = "[Choose a call] for the draft {0}";
    const string Correct = "[Correct {0}]";
    const string CorrectionOverdue = "[Ask {0} for the correction] of {1}";
    const string Deposit = "[Deposit {0}] for {1}";
    const string Duplicate = "[Judge] whether {0} repeats {1}";

    static readonly CancellationToken Stop = CancellationToken.None;

    static Task<IReadOnlyList<Wait>> Waits(World world, Caller caller) => ShowWaits.Of(
        world.Dossiers, world.Database.Get<CallStore>(), world.Database.Get<AdmissionQueue>(), world.Database.Get<DuplicateStore>(), world.Database.Get<MessageStore>(), caller, world.Clock, Stop);

    static async Task<IReadOnlyList<string>> Said(World world, Caller caller) => [.. (await Waits(world, caller)).Select(Line)];

    static string Line(Wait wait) =>
        $"{wait.Begin}[{wait.Verb}]{wait.Rest} {wait.Kind} {wait.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-"}{(wait.Late ? " late" : "")} {wait.Address}";

    static DossierContent Named(World world, string acronym) => world.Content() with
    {
        Acronym = acronym,
        Title = $"{acronym} {acronym} {acronym}",
        Summary = $"{acronym} fait autre chose.",
        Lead = new Organisation(Name: $"Société {acronym}", Type: "sme"),
        Partners = [],
    };

    [Test]
    public async Task A_holder_has_corrections_drafts_by_their_calls_closing_and_drafts_without_a_call_last()
    {
        await using var world = await World.Create(dialect);
        var soon = await world.Publish(Sample.Terms("Soon 2026", closes: new DateTimeOffset(2026, 4, 1, 10, 0, 0, TimeSpan.Zero)));
        var gone = await world.Publish(Sample.Terms("Gone 2026", closes: new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero)));
        var later = await world.Draft(Named(world, "LATER"));
        var first = await world.Draft(Named(world, "FIRST") with { CallId = soon.Id });
        var closed = await world.Draft(Named(world, "CLOSED") with { CallId = gone.Id });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var open = await world.Draft(new DossierContent { Acronym = "OPEN" });
        var sent = await world.Submitted(Named(world, "BACK"));
        await world.Correct(World.Officer, sent.Id, sent.Revision, new DateOnly(2026, 3, 20));
        await world.Submitted(Named(world, "DONE"));
        await world.Draft(Named(world, "OTHERS"), World.Stranger);
        Assert.That(await Said(world, World.Holder), Is.EqualTo(new[]
        {
            $"{Of(Correct, "BACK")} Before 2026-03-20 /dossiers/{sent.Id}",
            $"{Of(Deposit, "FIRST", "Soon 2026")} Before 2026-04-01 /dossiers/{first.Id}",
            $"{Of(Deposit, "LATER", "i-Nov 2026")} Before 2026-06-30 /dossiers/{later.Id}",
            $"{Of(ChooseCall, "OPEN")} None - /dossiers/{open.Id}",
            $"{Of(CallClosed, "CLOSED", "Gone 2026")} None - /dossiers/{closed.Id}",
        }));
    }

    static string Of(string sentence, params object[] values) => string.Format(CultureInfo.CurrentCulture, sentence, values);

    [Test]
    public async Task The_office_has_overdue_corrections_then_deposits_from_the_oldest_and_nothing_of_its_own()
    {
        await using var world = await World.Create(dialect);
        var back = await world.Submitted(Named(world, "BACK"));
        await world.Correct(World.Officer, back.Id, back.Revision, new DateOnly(2026, 3, 13));
        var notYet = await world.Submitted(Named(world, "TIMELY"));
        await world.Correct(World.Officer, notYet.Id, notYet.Revision, new DateOnly(2026, 5, 1));
        world.Clock.Advance(TimeSpan.FromDays(3));
        var older = await world.Submitted(Named(world, "OLDER"));
        world.Clock.Advance(TimeSpan.FromDays(2));
        var newer = await world.Submitted(Named(world, "NEWER"), World.Stranger);
        await world.Draft(Named(world, "DRAFT"));
        var admitted = await world.Submitted(Named(world, "ADMITTED"));
        await world.Admit(World.Officer, admitted.Id, admitted.Revision);
        Assert.That(await Said(world, World.Officer), Is.EqualTo(new[]
        {
            $"{Of(CorrectionOverdue, "Person 0", "BACK")} Before 2026-03-13 late /dossiers/{back.Id}",
            $"{Of(Admit, "OLDER")} Since 2026-03-15 /admissibility/{older.Id}",
            $"{Of(Admit, "NEWER")} Since 2026-03-17 /admissibility/{newer.Id}",
        }));
        Assert.That((await Said(world, World.Caller(Sample.Stranger, Roles.Office, Roles.Holder))).Where(line => line.Contains("NEWER", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Beyond_twenty_deposits_one_line_tells_of_the_rest()
    {
        await using var world = await World.Create(dialect);
        for (var number = 0; number < 22; number++)
        {
            await world.Submitted(Named(world, $"N{number:00}"));
        }

        var said = await Said(world, World.Officer);
        Assert.That(said, Has.Count.EqualTo(21));
        Assert.That(said[^1], Is.EqualTo($"{Of(AdmitMore, 2)} None - /admissibility"));
    }

    [Test]
    public async Task The_office_has_pairs_that_may_be_one_until_they_are_judged()
    {
        await using var world = await World.Create(dialect);
        var first = await world.Submitted();
        world.Clock.Advance(TimeSpan.FromHours(1));
        var second = await world.Submitted(by: World.Stranger);
        foreach (var asked in await world.Database.Get<DuplicateStore>().Asked(Stop))
        {
            await world.Database.Get<DuplicateStore>().Search(asked, Stop);
        }

        var pair = (await world.Database.Get<DuplicateStore>().List(Viewer.Of(World.Officer), CandidateStatus.Open, CandidateOrder.Strength, true, 0, 9, Stop)).Page.Single();
        var line = $"{Of(Duplicate, "RETINA", first.Reference!)} Since 2026-03-12 /duplicates/{pair.Id}";
        Assert.That(await Said(world, World.Officer), Does.Contain(line));
        Assert.That(await Said(world, World.Stranger), Has.None.EqualTo(line));
        await DecideDuplicate.Dismiss(pair.Id, new(pair.Revision), world.Database.Get<DuplicateStore>(), world.Dossiers, World.Officer, world.Clock, Stop);
        Assert.That(await Said(world, World.Officer), Has.None.EqualTo(line));
        Assert.That(second.Reference, Is.Not.EqualTo(first.Reference));
    }

    [Test]
    public async Task Nothing_waits_here_for_experts_committee_and_administrators()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        Assert.That(await Waits(world, World.Committee), Is.Empty);
        Assert.That(await Waits(world, World.Administrator), Is.Empty);
    }
}
