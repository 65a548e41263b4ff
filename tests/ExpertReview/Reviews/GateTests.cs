using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>The gate holds whatever comes over the bus, in any order, twice and late.</summary>
public class GateTests
{
    static readonly Guid Id = Guid.Parse("00000000-0000-7000-8000-000000000d01");

    const InterviewRecommendation Proceed = InterviewRecommendation.Proceed, Advice = InterviewRecommendation.ProceedWithAdvice,
        Replan = InterviewRecommendation.Replan, Redirect = InterviewRecommendation.Redirect;

    /// <summary>What was published about a dossier, and whether its review may begin after all of it.</summary>
    public static IEnumerable<TestCaseData> Stories()
    {
        yield return Story("only deposited", false, null, Given.Submitted(Id));
        yield return Story("deposited and admitted", false, null, Given.Submitted(Id), Given.Admitted(Id));
        yield return Story("proceed", true, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 1, Proceed));
        yield return Story("proceed with advice", true, GateOpenedBy.ProceedWithAdvice,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 1, Advice));
        yield return Story("waived", true, GateOpenedBy.Waiver,
            Given.Submitted(Id), Given.Admitted(Id), Given.Waived(Id, 1));
        yield return Story("replanned", false, null,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 1, Replan));
        yield return Story("redirected", false, null,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 1, Redirect));
        yield return Story("proceed, then replanned", false, null,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 3, Proceed), Given.Concluded(Id, 6, Replan));
        yield return Story("replanned, then proceed", true, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 3, Replan), Given.Concluded(Id, 6, Proceed));
        yield return Story("redirected, then waived", true, GateOpenedBy.Waiver,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 3, Redirect), Given.Waived(Id, 4));
        yield return Story("waived, then redirected", false, null,
            Given.Submitted(Id), Given.Admitted(Id), Given.Waived(Id, 3), Given.Concluded(Id, 4, Redirect));
        yield return Story("replanned twice, then proceed with advice", true, GateOpenedBy.ProceedWithAdvice,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 2, Replan), Given.Concluded(Id, 5, Replan), Given.Concluded(Id, 8, Advice));
        yield return Story("booked and held is not concluded", false, null,
            Given.Submitted(Id), Given.Admitted(Id), Given.Booked(Id, 1, Given.HolderId), Given.Held(Id, 2, Given.HolderId));
        yield return Story("booked and given back opens nothing", false, null,
            Given.Submitted(Id), Given.Admitted(Id), Given.Booked(Id, 1, Given.HolderId), Given.Cancelled(Id, 2, Given.HolderId));
        yield return Story("booked, given back and waived", true, GateOpenedBy.Waiver,
            Given.Submitted(Id), Given.Admitted(Id), Given.Booked(Id, 1, Given.HolderId), Given.Cancelled(Id, 2, Given.HolderId), Given.Waived(Id, 3));
        yield return Story("proceed without admission", false, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Concluded(Id, 1, Proceed));
        yield return Story("found inadmissible", false, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Refused(Id, 2), Given.Concluded(Id, 1, Proceed));
        yield return Story("admitted, then found inadmissible", false, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Admitted(Id), Given.Refused(Id, 3), Given.Concluded(Id, 1, Proceed));
        yield return Story("withdrawn", false, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Admitted(Id), Given.Concluded(Id, 1, Proceed), Given.Withdrawn(Id, 3));
        yield return Story("withdrawn before it was admitted", false, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Withdrawn(Id, 2), Given.Admitted(Id, 3), Given.Concluded(Id, 1, Proceed));
        yield return Story("a correction is awaited", false, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Admitted(Id), Given.Correction(Id, 3), Given.Concluded(Id, 1, Proceed));
        yield return Story("corrected, not admitted again", false, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Admitted(Id), Given.Correction(Id, 3), Given.Submitted(Id, 4, 2), Given.Concluded(Id, 1, Proceed));
        yield return Story("corrected and admitted", true, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Correction(Id, 2), Given.Submitted(Id, 3, 2), Given.Admitted(Id, 4, 2), Given.Concluded(Id, 1, Proceed));
        yield return Story("the first version was admitted, the second not", false, GateOpenedBy.Waiver,
            Given.Submitted(Id), Given.Admitted(Id, 2, 1), Given.Submitted(Id, 3, 2), Given.Waived(Id, 1));
        yield return Story("redirected, carried over, admitted and interviewed again", true, GateOpenedBy.Proceed,
            Given.Submitted(Id), Given.Admitted(Id, 2, 1), Given.Concluded(Id, 3, Redirect), Given.Submitted(Id, 3, 2), Given.Admitted(Id, 4, 2),
            Given.Concluded(Id, 6, Proceed));
        yield return Story("redirected, carried over and admitted, not interviewed again", false, null,
            Given.Submitted(Id), Given.Admitted(Id, 2, 1), Given.Concluded(Id, 2, Proceed), Given.Concluded(Id, 3, Redirect),
            Given.Submitted(Id, 3, 2), Given.Admitted(Id, 4, 2));
    }

    static TestCaseData Story(string name, bool mayBegin, GateOpenedBy? openedBy, params object[] events) =>
        new TestCaseData(mayBegin, openedBy, events).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Stories))]
    public void In_every_order_and_twice_the_same_gate(bool mayBegin, GateOpenedBy? openedBy, object[] events)
    {
        var programme = ProgrammeSettings.From(Given.Programme());
        var inOrder = Json.Write(Told(events, programme));
        foreach (var order in Given.EveryOrder(events))
        {
            var told = Told([.. order, .. order.Reverse()], programme);
            Assert.That(told.ReviewMayBegin, Is.EqualTo(mayBegin), () => Order(order));
            Assert.That(told.GateOpenedBy, Is.EqualTo(openedBy), () => Order(order));
            Assert.That(Json.Write(told), Is.EqualTo(inOrder), () => Order(order));
        }
    }

    [Test]
    public void A_programme_without_interview_opens_the_gate_by_itself()
    {
        var told = Told([Given.Submitted(Id), Given.Admitted(Id)], ProgrammeSettings.From(Given.Programme(interviewRequired: false)));
        Assert.That((told.ReviewMayBegin, told.GateOpenedBy), Is.EqualTo((true, (GateOpenedBy?)GateOpenedBy.NoInterviewRequired)));
    }

    [Test]
    public void Nothing_begins_before_the_programme_is_known()
    {
        var told = Told([Given.Submitted(Id), Given.Admitted(Id), Given.Waived(Id, 1)], null);
        Assert.That((told.ReviewMayBegin, told.GateOpenedBy), Is.EqualTo((false, (GateOpenedBy?)null)));
    }

    [Test]
    public void A_gate_that_was_closed_again_was_opened()
    {
        foreach (var order in Given.EveryOrder<object>([Given.Submitted(Id), Given.Waived(Id, 1), Given.Concluded(Id, 2, Replan)]))
            Assert.That(Told(order, null).GateWasOpened, Is.True, () => Order(order));
    }

    [Test]
    public void An_interview_moved_to_another_expert_leaves_the_first_one_free()
    {
        Guid first = Guid.CreateVersion7(), second = Guid.CreateVersion7();
        foreach (var order in Given.EveryOrder<object>([Given.Submitted(Id), Given.Booked(Id, 1, first), Given.Booked(Id, 2, second)]))
        {
            var told = Told(order, null);
            Assert.That((told.WasInterviewedBy(first), told.WasInterviewedBy(second)), Is.EqualTo((false, true)), () => Order(order));
        }
    }

    [Test]
    public void An_interview_given_back_leaves_its_expert_free()
    {
        Guid first = Guid.CreateVersion7(), second = Guid.CreateVersion7();
        foreach (var order in Given.EveryOrder<object>([Given.Submitted(Id), Given.Booked(Id, 1, first), Given.Cancelled(Id, 2, first)]))
            Assert.That(Told([.. order, .. order.Reverse()], null).WasInterviewedBy(first), Is.False, () => Order(order));
        foreach (var order in Given.EveryOrder<object>([Given.Submitted(Id), Given.Booked(Id, 1, first), Given.Booked(Id, 2, second), Given.Cancelled(Id, 3, second)]))
            Assert.That((Told(order, null).WasInterviewedBy(first), Told(order, null).WasInterviewedBy(second)), Is.EqualTo((false, false)), () => Order(order));
    }

    [Test]
    public void An_expert_booked_again_after_giving_back_or_who_held_it_is_not_free()
    {
        var first = Guid.CreateVersion7();
        foreach (var order in Given.EveryOrder<object>([Given.Submitted(Id), Given.Booked(Id, 1, first), Given.Cancelled(Id, 2, first), Given.Booked(Id, 3, first)]))
            Assert.That(Told(order, null).WasInterviewedBy(first), Is.True, () => Order(order));
        foreach (var order in Given.EveryOrder<object>([Given.Submitted(Id), Given.Held(Id, 2, first), Given.Booked(Id, 4, first), Given.Cancelled(Id, 5, first)]))
            Assert.That(Told(order, null).WasInterviewedBy(first), Is.True, () => Order(order));
    }

    [Test]
    public void Who_held_an_interview_did_so_even_when_another_follows()
    {
        Guid first = Guid.CreateVersion7(), second = Guid.CreateVersion7();
        foreach (var order in Given.EveryOrder<object>(
            [Given.Submitted(Id), Given.Booked(Id, 1, first), Given.Held(Id, 2, first), Given.Booked(Id, 4, second)]))
        {
            var told = Told(order, null);
            Assert.That((told.WasInterviewedBy(first), told.WasInterviewedBy(second)), Is.EqualTo((true, true)), () => Order(order));
        }
    }

    [TestCaseSource(typeof(TestDatabases), nameof(TestDatabases.All))]
    public async Task In_every_order_over_the_bus_the_same_gate(Dialect dialect)
    {
        await using var db = await TestDatabase.Create(dialect, ExpertReviewService.Service, new TestClock("2026-03-12T09:00:00Z"));
        Func<Guid, object>[] story =
        [
            id => Given.Submitted(id),
            id => Given.Correction(id, 2),
            id => Given.Submitted(id, 3, 2),
            id => Given.Admitted(id, 4, 2),
            id => Given.Concluded(id, 2, Proceed),
        ];
        var orders = Given.EveryOrder(story).ToList();
        Assert.That(orders, Has.Count.EqualTo(120));
        // The programme is heard half way: what came before knows it too.
        foreach (var (index, order) in orders.Index())
        {
            if (index == 60)
                await db.Hear(Given.Programme());
            var id = new Guid(index + 1, 0, 0, new byte[8]);
            foreach (var happened in order.Select(make => make(id)).ToList())
            {
                await db.Hear(happened);
                await db.Hear(happened);
            }
        }
        for (var index = 0; index < orders.Count; index++)
        {
            var dossier = await db.Get<DossierStore>().Find(new Guid(index + 1, 0, 0, new byte[8]), CancellationToken.None);
            Assert.That(
                (dossier!.ReviewMayBegin, dossier.Version, dossier.AdmittedVersion, dossier.GateOpenedBy, dossier.Title),
                Is.EqualTo((true, 2, (int?)2, (GateOpenedBy?)GateOpenedBy.Proceed, "Imaging hearts, version 2")), $"order {index}");
        }
    }

    /// <summary>As the host hears: what comes before the dossier waits for it.</summary>
    static DossierUnderReview Told(IReadOnlyList<object> events, ProgrammeSettings? programme)
    {
        DossierUnderReview? dossier = null;
        var waiting = new List<object>();
        foreach (var happened in events)
        {
            dossier = Hear(dossier, happened);
            if (dossier is null)
            {
                waiting.Add(happened);
                continue;
            }
            foreach (var earlier in waiting)
                dossier = Hear(dossier, earlier);
            waiting.Clear();
        }
        return dossier! with { Programme = programme };
    }

    static DossierUnderReview? Hear(DossierUnderReview? dossier, object happened) => (dossier, happened) switch
    {
        (null, DossierSubmitted submitted) => DossierUnderReview.From(submitted),
        (null, _) => null,
        ({ } known, DossierSubmitted submitted) => known.Hear(submitted),
        ({ } known, DossierAdmitted admitted) => known.Hear(admitted),
        ({ } known, DossierRefusedAdmission refused) => known.Hear(refused),
        ({ } known, CorrectionRequested requested) => known.Hear(requested),
        ({ } known, DossierWithdrawn withdrawn) => known.Hear(withdrawn),
        ({ } known, InterviewBooked booked) => known.Hear(booked),
        ({ } known, InterviewCancelled cancelled) => known.Hear(cancelled),
        ({ } known, InterviewHeld held) => known.Hear(held),
        ({ } known, InterviewConcluded concluded) => known.Hear(concluded),
        ({ } known, InterviewWaived waived) => known.Hear(waived),
        _ => throw new ArgumentException($"{happened.GetType()} is not about a dossier.", nameof(happened)),
    };

    static string Order(IEnumerable<object> order) => string.Join(", ", order);
}
