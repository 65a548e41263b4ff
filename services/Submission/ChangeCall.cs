using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ChangeCall
{
    public sealed record Request(
        long Revision, string Code, string FundingBody, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string TimeZone,
        IReadOnlyList<DateTimeOffset>? CutOffs = null, decimal? EnvelopeEur = null, DateOnly? AnnouncedOn = null,
        IReadOnlyList<string>? Themes = null, EligibilityRules? Rules = null, string? Plan = null)
    {
        public CallTerms Terms() => new(
            Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone, CutOffs ?? [], AnnouncedOn, Themes ?? [], Rules ?? EligibilityRules.None,
            string.IsNullOrWhiteSpace(Plan) ? null : Plan.Trim());
    }

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Terms()).SetValidator(new CallTermsRules()).OverridePropertyName("");
        }
    }

    public static async Task<Results<Ok<CallView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, CallStore calls, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await calls.Find(id, stop) is not { } call)
        {
            return Problems.NotFound();
        }

        if (request.Revision != call.Revision)
        {
            return Problems.Stale();
        }

        if (request.Code != call.Code || request.FundingBody != call.FundingBody)
        {
            return Problems.Unprocessable(
                "call.identity-fixed",
                $"code, fundingBody: dossiers and tables know this call as {call.Code} of {call.FundingBody}: publish another call instead.",
                $"code, fundingBody : les dossiers et les tableaux connaissent cet appel comme {call.Code} de {call.FundingBody} : publiez plutôt un autre appel.");
        }

        if (CallTermsCheck.FirstContradiction(request.Terms(), await vocabularies.All(stop)) is { } contradiction)
        {
            return contradiction;
        }

        var (changed, happened) = call.Change(request.Terms(), clock.Now());
        return await calls.Save(call, changed, happened, caller.Actor(caller.Is(Roles.Office) ? Roles.Office : Roles.Administrator), stop)
            ? TypedResults.Ok(CallView.Of(changed))
            : Problems.Stale();
    }

    public static async Task<Results<RazorComponentResult<CallFormPage>, NotFoundProblem>> Page(Guid id, CallStore calls, VocabularyStore vocabularies, CancellationToken stop)
    {
        var known = await vocabularies.All(stop);
        return await calls.Find(id, stop) is { } call
            ? Pages.Show<CallFormPage>(new { Typed = CallForm.Of(call), Changed = call, Bodies = CallForm.Bodies(known), Themes = RulesForm.Themes(known) })
            : Problems.NotFound();
    }

    public static async Task<Results<SeeOther, RazorComponentResult<CallFormPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, CallStore calls, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await calls.Find(id, stop) is not { } call)
        {
            return Problems.NotFound();
        }

        var terms = CallForm.Read(typed, call.Terms.TimeZone) with { Code = call.Code, FundingBody = call.FundingBody };
        var answer = FormRefusal.Of(typed) is null
            ? await Handle(
                id,
                new Request(
                    typed.Revision(), terms.Code, terms.FundingBody, terms.OpensAt, terms.ClosesAt, terms.TimeZone, terms.CutOffs, terms.EnvelopeEur, terms.AnnouncedOn,
                    terms.Themes, terms.Rules, terms.Plan),
                calls, vocabularies, caller, clock, stop)
            : null;
        var known = await vocabularies.All(stop);
        return (FormRefusal.Of(typed) ?? FormRefusal.Of(answer!)) is { } refusal
            ? Pages.Show<CallFormPage>(new { Typed = typed, Changed = call, Bodies = CallForm.Bodies(known), Themes = RulesForm.Themes(known), refusal.Errors }, refusal.Status)
            : Pages.SeeOther($"/calls/{id}", Text.Call_Changed);
    }
}
