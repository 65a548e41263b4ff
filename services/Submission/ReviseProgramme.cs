using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Planning;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>A new version of a programme's settings; dossiers keep the one they were submitted under.</summary>
public static class ReviseProgramme
{
    public sealed record Request(
        int Version, string Code, string English, string French, Award Award,
        int ExpertsPerDossier, bool InterviewRequired, bool InterviewerMayReview, int ReviewDays, decimal QuorumShare, int ValidityMonths,
        IReadOnlyList<Criterion> Grid, EligibilityRules? Rules = null, PlanSettings? Plan = null, int? Winners = null)
    {
        public ProgrammeSettings Settings() => new(
            English, French, ExpertsPerDossier, InterviewRequired, InterviewerMayReview, ReviewDays, QuorumShare, ValidityMonths, Grid)
        { Rules = Rules, Plan = Plan, Winners = Winners };
    }

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Version).GreaterThan(0);
            RuleFor(request => request.Code).KebabCode();
            RuleFor(request => request.Award).IsInEnum();
            RuleFor(request => request.Settings()).SetValidator(new ProgrammeSettingsRules()).OverridePropertyName("");
        }
    }

    public static async Task<Results<Created<ProgrammeView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, ProgrammeStore programmes, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await programmes.Find(id, stop) is not { } programme)
        {
            return Problems.NotFound();
        }

        if (request.Version != programme.Version)
        {
            return Problems.Stale();
        }

        if (request.Code != programme.Code || request.Award != programme.Award)
        {
            return Problems.Unprocessable(
                "programme.identity-fixed",
                $"code, award: a programme stays {programme.Code} and keeps its award: publish another programme instead.",
                $"code, award : un programme reste {programme.Code} et garde sa récompense : publiez plutôt un autre programme.");
        }

        if (request.Rules is { } rules && EligibilityRulesCheck.FirstContradiction("programme", rules, await vocabularies.All(stop)) is { } contradiction)
        {
            return contradiction;
        }

        // Who does not speak of rules and times leaves them as they are.
        var (revised, happened) = programme.Revise(
            request.Settings() with { Rules = request.Rules ?? programme.Settings.Rules, Plan = request.Plan ?? programme.Settings.Plan }, clock.Now());
        return await programmes.Revise(programme, revised, happened, caller.Actor(Roles.Administrator), stop)
            ? TypedResults.Created($"/api/programmes/{id}", ProgrammeView.Of(revised))
            : Problems.Stale();
    }

    public static async Task<Results<RazorComponentResult<ProgrammeFormPage>, NotFoundProblem>> Page(Guid id, ProgrammeStore programmes, VocabularyStore vocabularies, CancellationToken stop) =>
        await programmes.Find(id, stop) is { } programme
            ? Pages.Show<ProgrammeFormPage>(new { Typed = ProgrammeForm.Of(programme), Revised = programme, Themes = RulesForm.Themes(await vocabularies.All(stop)) })
            : Problems.NotFound();

    public static async Task<Results<SeeOther, RazorComponentResult<ProgrammeFormPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, ProgrammeStore programmes, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await programmes.Find(id, stop) is not { } programme)
        {
            return Problems.NotFound();
        }

        var (settings, read) = ProgrammeForm.Read(typed);
        var answer = FormRefusal.Of(typed) is null
            ? await Handle(
                id,
                new Request(
                    (int)Math.Min(typed.Revision("version"), int.MaxValue), programme.Code, settings.English, settings.French, programme.Award, settings.ExpertsPerDossier,
                    settings.InterviewRequired, settings.InterviewerMayReview, settings.ReviewDays, settings.QuorumShare, settings.ValidityMonths, settings.Grid, settings.Rules, settings.Plan, settings.Winners),
                programmes, vocabularies, caller, clock, stop)
            : null;
        return (FormRefusal.Of(typed) ?? FormRefusal.Of(answer!)) is { } refusal
            ? Pages.Show<ProgrammeFormPage>(new { Typed = read, Revised = programme, Themes = RulesForm.Themes(await vocabularies.All(stop)), refusal.Errors }, refusal.Status)
            : Pages.SeeOther($"/programmes/{id}", Text.Programme_Revised);
    }
}
