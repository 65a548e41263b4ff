using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using static Labelling.PreInterview.Tests.World;

namespace Labelling.PreInterview.Tests;

/// <summary>Many holders at once want the same times. LABELLING_TEST_LONG: 10 000 attempts.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class BookingRaceTests(Dialect dialect)
{
    const int Interviews = 12, Slots = 5, AtOnce = 16;

    static readonly int Attempts = LongRun.Asked ? 10_000 : 500;

    [Test]
    public async Task No_slot_is_booked_twice_whoever_races()
    {
        await using var world = await Create(dialect);
        var views = new List<InterviewView>();
        for (var i = 0; i < Interviews; i++)
            views.Add(await world.Proposed(await world.Admitted(reference: $"2026-{i:0000}")));
        var slots = new List<Guid>();
        for (var i = 0; i < Slots; i++)
            slots.Add(await world.Offered(world.Expert, Morning.AddDays(2).AddHours(i)));

        var (booked, taken) = (0, 0);
        using var gate = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(Enumerable.Range(0, Attempts).Select(async attempt =>
        {
            await gate.WaitAsync();
            try
            {
                var random = new Random(attempt);
                var seen = await world.Show(world.AsHolder, views[random.Next(Interviews)].Id);
                var slot = slots[random.Next(Slots)];
                // Now and then a booking is given back, so that there is something left to race for.
                if (seen.Status is InterviewStatus.Booked && random.Next(3) == 0)
                {
                    await world.Cancel(world.AsHolder, seen);
                    return;
                }
                var answer = await world.Book(world.AsHolder, seen, slot);
                if (answer.Result is Ok<InterviewView>)
                    Interlocked.Increment(ref booked);
                else
                {
                    Assert.That(Refused(answer).Code, Is.AnyOf("interview.slot-taken", "stale"));
                    Interlocked.Increment(ref taken);
                }
            }
            finally
            {
                gate.Release();
            }
        }));

        Assert.That(await world.Violations(), Is.Empty);
        var held = new List<Guid>();
        foreach (var view in views)
            if (await world.Show(world.AsOffice, view.Id) is { Status: InterviewStatus.Booked, StartsAt: { } at })
                held.Add(slots[(int)(at - Morning.AddDays(2)).TotalHours]);
        Assert.That(held, Is.Unique);
        Assert.That(booked, Is.GreaterThan(Slots), "there was something left to race for");
        Assert.That(taken, Is.GreaterThan(0), "they raced");
        Assert.That((await world.Events()).OfType<InterviewBooked>().Count(), Is.EqualTo(booked), "each booking is told once");
        TestContext.Out.WriteLine($"{Attempts} attempts: {booked} bookings, {taken} refused.");
    }

    [Test]
    public async Task Of_all_who_ask_for_one_slot_in_the_same_instant_one_gets_it()
    {
        await using var world = await Create(dialect);
        var views = new List<InterviewView>();
        for (var i = 0; i < Interviews; i++)
            views.Add(await world.Proposed(await world.Admitted(reference: $"2026-{i:0000}")));
        var slot = await world.Offered(world.Expert, Morning.AddDays(2));
        using var start = new Barrier(Interviews);
        var answers = await Task.WhenAll(views.Select(view => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return world.Book(world.AsHolder, view, slot);
            },
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        Assert.That(answers.Count(answer => answer.Result is Ok<InterviewView>), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Result is not Ok<InterviewView>).Select(answer => Refused(answer).Code), Is.All.EqualTo("interview.slot-taken"));
        Assert.That(await world.Violations(), Is.Empty);
    }
}
