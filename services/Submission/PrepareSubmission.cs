using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>The confirmation page: what will be deposited, what is missing, until when. The server keeps when it was first shown.</summary>
public static class PrepareSubmission
{
    public sealed record Request(long Revision);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    /// <summary>AcceptedUntil: the last instant at which this deposit is taken, grace or correction included.</summary>
    public sealed record View(
        Guid Id, long Revision, bool Ready, IReadOnlyList<MissingField> Missing, ExplainEligibility.View Eligibility,
        DepositAnswer? Deposit, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, DateTimeOffset? AcceptedUntil, string? TimeZone,
        DateTimeOffset? ConfirmationShownAt, DossierView Dossier);

    public static async Task<Results<Ok<View>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, CallStore calls, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var at = clock.Now();
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.SubmitDossier) is { } refused)
        {
            return refused;
        }

        if (seen.Dossier.ShowConfirmation(at) is not { } shown)
        {
            return Refusals.NotWritable(seen.Dossier, "dossier.not-submittable");
        }

        if (request.Revision != seen.Dossier.Revision)
        {
            return Problems.Stale();
        }

        var missing = Completeness.Of(seen.Shown);
        var call = seen.Shown.CallId is { } callId ? await calls.Find(callId, stop) : null;
        var eligibility = await ExplainEligibility.Of(seen, calls, stop);
        DepositAnswer? answer = call is null ? null : DepositWindow.Of(seen.Dossier, call, at);
        // A page that shows what is missing, or comes too late, confirms nothing.
        var confirms = missing.Count == 0 && eligibility.Eligible
            && answer is DepositAnswer.TooEarly or DepositAnswer.Open or DepositAnswer.WithinGrace or DepositAnswer.CorrectionOpen;
        if (confirms)
        {
            if (!await dossiers.KeepConfirmation(seen.Dossier, shown, caller.Actor(Roles.Holder), stop))
            {
                return Problems.Stale();
            }

            seen = seen.After(shown);
        }

        return TypedResults.Ok(new View(
            id, seen.Dossier.Revision, confirms && answer is not DepositAnswer.TooEarly, missing, eligibility,
            answer, call?.Terms.OpensAt, call?.Terms.ClosesAt, call is null ? null : AcceptedUntil(seen.Dossier, call), call?.Terms.TimeZone,
            seen.Dossier.ConfirmationShownAt, DossierView.Of(seen)));
    }

    static DateTimeOffset AcceptedUntil(Dossier dossier, Call call)
    {
        var closing = dossier.ConfirmationShownAt < call.Terms.ClosesAt ? call.Terms.ClosesAt + DepositWindow.Grace : call.Terms.ClosesAt;
        if (dossier.Correction is not { } correction)
        {
            return closing;
        }

        var due = Paris.EndOfDay(correction.DueOn);
        return dossier.DepositedFor == call.Id || due < closing ? due : closing;
    }

    /// <summary>What the page shows beside the answer: what is sent, to whom, and what time it is here.</summary>
    public sealed record Summary(
        DateTimeOffset Now, Call? Call, Programme? Programme, DateTimeOffset? CutOff, NextChance? Next, IReadOnlyList<Attachment> Attachments, string? Reference);

    public static async Task<Results<RazorComponentResult<PrepareSubmissionPage>, RazorComponentResult<ShowDossierPage>, SeeOther, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, CallStore calls, ProgrammeStore programmes, AttachmentStore attachments,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(id, new Request(typed.Revision()), dossiers, calls, caller, clock, stop);
        if (answer.Result is Ok<View> { Value: { } view } && await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen)
        {
            return Pages.Show<PrepareSubmissionPage>(new { View = view, Summary = await SummaryOf(seen, calls, programmes, attachments, clock.Now(), stop) });
        }

        return (await reader.Answer(id, caller, answer, typed, "", stop)).Result switch
        {
            RazorComponentResult<ShowDossierPage> page => page,
            NotFoundProblem nothing => nothing,
            SeeOther other => other,
            var unexpected => throw new InvalidOperationException($"No page for {unexpected.GetType().Name}."),
        };
    }

    static async Task<Summary> SummaryOf(
        DossierSeen seen, CallStore calls, ProgrammeStore programmes, AttachmentStore attachments, DateTimeOffset now, CancellationToken stop)
    {
        var call = seen.Shown.CallId is { } callId ? await calls.Find(callId, stop) : null;
        return new Summary(
            now, call,
            seen.Shown.ProgrammeId is { } programme ? await programmes.Find(programme, stop, seen.Dossier.ProgrammeVersion) : null,
            call is not null && NextChance.DeadlineOf(call.Terms, now) is { } deadline && deadline != call.Terms.ClosesAt ? deadline : null,
            call is not null && call.Terms.ClosesAt <= now ? NextChance.After(call, await calls.All(stop), now) : null,
            await attachments.Of(seen, stop), seen.Dossier.Reference);
    }
}
