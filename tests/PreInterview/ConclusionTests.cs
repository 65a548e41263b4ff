using Labelling.Contracts;

namespace Labelling.PreInterview.Tests;

public class ConclusionTests
{
    static readonly DateOnly Today = new(2026, 3, 12);
    static readonly KnownProgramme Programme = new() { Id = Samples.Programme, Version = 1, InterviewRequired = true, Grid = Samples.Grid };
    static readonly KnownCall Other = new() { Id = Samples.OtherCall, Code = "RHU", FundingBody = "ANR" };

    static DossierToInterview Dossier(bool digital = false) =>
        DossierToInterview.From(Samples.Submitted(Guid.CreateVersion7(), 1, 1, Guid.CreateVersion7(), digital: digital));

    static string? Refused(Conclusion conclusion, DossierToInterview? dossier = null, KnownCall? redirectTo = null) =>
        conclusion.Refused(dossier ?? Dossier(), Programme, redirectTo, Today)?.Code;

    [TestCase(InterviewRecommendation.Proceed)]
    [TestCase(InterviewRecommendation.ProceedWithAdvice)]
    public void A_dossier_may_go_on(InterviewRecommendation recommendation) =>
        Assert.That(Refused(Samples.Concluding(recommendation)), Is.Null);

    [TestCase("2026-03-11", "interview.replan-to")]
    [TestCase("2026-03-12", "interview.replan-to")]
    [TestCase("2026-03-13", null)]
    public void A_dossier_is_replanned_to_a_day_after_today(string day, string? refused) =>
        Assert.That(Refused(Samples.Concluding(InterviewRecommendation.Replan, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))), Is.EqualTo(refused));

    [Test]
    public void A_dossier_is_redirected_to_another_call_that_is_known()
    {
        var redirect = Samples.Concluding(InterviewRecommendation.Redirect, redirectTo: Samples.OtherCall);

        Assert.That(Refused(redirect, redirectTo: Other), Is.Null);
        Assert.That(Refused(redirect, redirectTo: null), Is.EqualTo("interview.redirect-unknown"));
        Assert.That(Refused(redirect with { RedirectToCallId = Samples.Call }, redirectTo: Other with { Id = Samples.Call }), Is.EqualTo("interview.redirect-same"));
    }

    [TestCase(InterviewRecommendation.Proceed, null)]
    [TestCase(InterviewRecommendation.ProceedWithAdvice, null)]
    [TestCase(InterviewRecommendation.Replan, "interview.review-begun")]
    [TestCase(InterviewRecommendation.Redirect, "interview.review-begun")]
    public void A_dossier_under_review_does_not_go_back(InterviewRecommendation recommendation, string? refused) =>
        Assert.That(Refused(Samples.Concluding(recommendation, Today.AddDays(1), Samples.OtherCall), Dossier() with { ReviewBegun = true }, Other), Is.EqualTo(refused));

    [TestCase("scientific-quality", false, null)]
    [TestCase("beauty", false, "interview.criterion")]
    [TestCase("Scientific-Quality", false, "interview.criterion")]
    [TestCase("data-quality", false, "interview.criterion")]
    [TestCase("data-quality", true, null)]
    public void Maturity_is_given_on_criteria_of_the_dossiers_grid(string criterion, bool digital, string? refused) =>
        Assert.That(
            Refused(Samples.Concluding(InterviewRecommendation.Proceed) with { Maturity = [new(criterion, 2, "")] }, Dossier(digital)),
            Is.EqualTo(refused));
}
