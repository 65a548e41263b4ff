using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class PublishCall
{
    public sealed record Request(
        string Code, string FundingBody, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string TimeZone,
        IReadOnlyList<DateTimeOffset>? CutOffs = null, decimal? EnvelopeEur = null, DateOnly? AnnouncedOn = null,
        IReadOnlyList<string>? Themes = null, EligibilityRules? Rules = null, string? Plan = null)
    {
        public CallTerms Terms() => new(
            Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone, CutOffs ?? [], AnnouncedOn, Themes ?? [], Rules ?? EligibilityRules.None,
            string.IsNullOrWhiteSpace(Plan) ? null : Plan.Trim());
    }

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Terms()).SetValidator(new CallTermsRules()).OverridePropertyName("");
    }

    public static async Task<Results<Created<CallView>, ValidationProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Request request, CallStore calls, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (CallTermsCheck.FirstContradiction(request.Terms(), await vocabularies.All(stop)) is { } contradiction)
        {
            return contradiction;
        }

        var (call, happened) = Call.Publish(request.Terms(), clock.Now());
        return await calls.Publish(call, happened, caller.Actor(caller.Is(Roles.Office) ? Roles.Office : Roles.Administrator), stop)
            ? TypedResults.Created($"/api/calls/{call.Id}", CallView.Of(call))
            : Problems.Conflict(
                "call.code-taken",
                $"There is a call {request.Code} already: change that one, or choose another code.",
                $"Il y a déjà un appel {request.Code} : modifiez-le, ou choisissez un autre code.");
    }

    public static async Task<RazorComponentResult<CallFormPage>> Page(VocabularyStore vocabularies, CancellationToken stop)
    {
        var known = await vocabularies.All(stop);
        return Pages.Show<CallFormPage>(new { Typed = CallForm.Of(null), Bodies = CallForm.Bodies(known), Themes = RulesForm.Themes(known) });
    }

    public static async Task<Results<SeeOther, RazorComponentResult<CallFormPage>>> HandleForm(
        Typed typed, CallStore calls, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var terms = CallForm.Read(typed, "Europe/Paris");
        var answer = FormRefusal.Of(typed) is null
            ? await Handle(
                new Request(
                    terms.Code, terms.FundingBody, terms.OpensAt, terms.ClosesAt, terms.TimeZone, terms.CutOffs, terms.EnvelopeEur, terms.AnnouncedOn, terms.Themes, terms.Rules,
                    terms.Plan),
                calls, vocabularies, caller, clock, stop)
            : null;
        var known = await vocabularies.All(stop);
        return (FormRefusal.Of(typed) ?? FormRefusal.Of(answer!)) is { } refusal
            ? Pages.Show<CallFormPage>(new { Typed = typed, Bodies = CallForm.Bodies(known), Themes = RulesForm.Themes(known), refusal.Errors }, refusal.Status)
            : Pages.SeeOther($"/calls/{((Created<CallView>)answer!.Result).Value!.Id}", Text.Call_Published);
    }
}
