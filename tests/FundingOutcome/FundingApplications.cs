using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;

namespace Labelling.FundingOutcome.Tests;

public sealed class FundingApplications
{
    static readonly DateTimeOffset At = new(2026, 3, 12, 9, 0, 0, TimeSpan.Zero);

    static FundingApplication Filed(decimal? requested = 400) => FundingApplication.File(
        Guid.CreateVersion7(), "ANR", "PRCE", ApplicationStage.Full, requested, new DateOnly(2026, 1, 15), HowKnown.DeclaredByHolder, At).Item1;

    static ResultKnown Known(FundingResult result, HowKnown how = HowKnown.CheckedByOffice) => new(result, null, null, null, how, null);

    // From each result (the columns, in this order) what recording each result (the rows) does: y it is recorded, - it says nothing new.
    static readonly FundingResult[] Order =
        [FundingResult.Pending, FundingResult.Funded, FundingResult.ReserveList, FundingResult.Refused, FundingResult.Withdrawn, FundingResult.Unknown];

    static readonly (FundingResult Recorded, string From)[] Table =
    [
        (FundingResult.Pending, "-yyyyy"),
        (FundingResult.Funded, "y-yyyy"),
        (FundingResult.ReserveList, "yy-yyy"),
        (FundingResult.Refused, "yyy-yy"),
        (FundingResult.Withdrawn, "yyyy-y"),
        (FundingResult.Unknown, "yyyyy-"),
    ];

    [Test]
    public void Every_result_is_in_the_table()
    {
        Assert.That(Order, Is.EquivalentTo(Enum.GetValues<FundingResult>()));
        Assert.That(Table.Select(row => row.Recorded), Is.EquivalentTo(Enum.GetValues<FundingResult>()));
    }

    [Test]
    public void Any_result_can_follow_any_other_and_the_same_says_nothing_new()
    {
        foreach (var (recorded, from) in Table)
        {
            foreach (var (was, allowed) in Order.Zip(from))
            {
                var application = Filed() with { Known = Known(was) };
                var now = application.Record(Known(recorded), At);
                Assert.That(now is not null, Is.EqualTo(allowed == 'y'), $"{was} -> {recorded}");
                if (now is var (changed, happened))
                {
                    Assert.That((changed.Known.Result, changed.Revision), Is.EqualTo((recorded, application.Revision + 1)));
                    Assert.That((happened.Result, happened.ApplicationId, happened.DossierId, happened.HowKnown), Is.EqualTo((recorded, application.Id, application.DossierId, HowKnown.CheckedByOffice)));
                }
            }
        }
    }

    [Test]
    public void The_same_result_from_a_better_source_is_recorded_again()
    {
        var declared = Filed() with { Known = Known(FundingResult.Funded, HowKnown.DeclaredByHolder) };
        Assert.That(declared.Record(Known(FundingResult.Funded, HowKnown.CheckedByOffice), At), Is.Not.Null);
        Assert.That(declared.Record(declared.Known with { Evidence = "letter of 3 March" }, At), Is.Not.Null);
    }

    [TestCase(FundingResult.Pending, true)]
    [TestCase(FundingResult.Funded, false)]
    [TestCase(FundingResult.ReserveList, true)]
    [TestCase(FundingResult.Refused, true)]
    [TestCase(FundingResult.Withdrawn, true)]
    [TestCase(FundingResult.Unknown, true)]
    public void An_amount_is_granted_only_with_funded(FundingResult result, bool fault)
    {
        var found = Filed().FaultIn(Known(result) with { AmountGrantedEur = 100 }, At);
        Assert.That(found, Is.EqualTo(fault ? ResultFault.GrantedWithoutFunding : (ResultFault?)null));
    }

    [TestCase(FundingResult.Refused, "2026-01-14", ResultFault.AnsweredBeforeFiled)]
    [TestCase(FundingResult.Refused, "2026-01-15", null)]
    [TestCase(FundingResult.Refused, "2026-03-12", null)]
    [TestCase(FundingResult.Refused, "2026-03-13", ResultFault.AnsweredInTheFuture)]
    [TestCase(FundingResult.Pending, "2026-02-01", ResultFault.PendingWithAnswer)]
    public void A_day_of_result_lies_between_the_filing_and_today(FundingResult result, string day, ResultFault? fault) =>
        Assert.That(Filed().FaultIn(Known(result) with { ResultOn = DateOnly.Parse(day) }, At), Is.EqualTo(fault));

    [Test]
    public void A_pending_application_has_no_reason() =>
        Assert.That(Filed().FaultIn(Known(FundingResult.Pending) with { Reason = "why" }, At), Is.EqualTo(ResultFault.PendingWithAnswer));

    [Test]
    public void The_aid_rate_is_what_was_granted_over_what_was_requested()
    {
        var granted = Known(FundingResult.Funded) with { AmountGrantedEur = 150 };
        Assert.That((Filed(400) with { Known = granted }).AidRate, Is.EqualTo(0.375m));
        Assert.That((Filed(null) with { Known = granted }).AidRate, Is.Null);
        Assert.That((Filed(0) with { Known = granted }).AidRate, Is.Null);
        Assert.That(Filed(400).AidRate, Is.Null);
    }

    [Test]
    public void A_filed_application_is_pending_and_says_so()
    {
        var dossier = Guid.CreateVersion7();
        var (application, happened) = FundingApplication.File(
            dossier, "ANR", null, ApplicationStage.PreProposal, 10, new DateOnly(2026, 3, 1), HowKnown.DeclaredByHolder, At);
        Assert.That((application.Known, application.Revision), Is.EqualTo((Known(FundingResult.Pending, HowKnown.DeclaredByHolder), 1L)));
        Assert.That(happened with { EventId = default }, Is.EqualTo(new FundingApplicationFiled(
            default, dossier, 0, At, application.Id, "ANR", null, ApplicationStage.PreProposal, 10, new DateOnly(2026, 3, 1))));
    }
}
