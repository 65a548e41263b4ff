using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Planning;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class PublishProgramme
{
    public sealed record Request(
        string Code, string English, string French, Award Award,
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
            RuleFor(request => request.Code).KebabCode();
            RuleFor(request => request.Award).IsInEnum();
            RuleFor(request => request.Settings()).SetValidator(new ProgrammeSettingsRules()).OverridePropertyName("");
        }
    }

    public static async Task<Results<Created<ProgrammeView>, ValidationProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Request request, ProgrammeStore programmes, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (request.Rules is { } rules && EligibilityRulesCheck.FirstContradiction("programme", rules, await vocabularies.All(stop)) is { } contradiction)
        {
            return contradiction;
        }

        var (programme, happened) = Programme.Publish(request.Code, request.Award, request.Settings(), clock.Now());
        return await programmes.Publish(programme, happened, caller.Actor(Roles.Administrator), stop)
            ? TypedResults.Created($"/api/programmes/{programme.Id}", ProgrammeView.Of(programme))
            : Problems.Conflict(
                "programme.code-taken",
                $"There is a programme {request.Code} already: publish a version of it, or choose another code.",
                $"Il y a déjà un programme {request.Code} : publiez-en une version, ou choisissez un autre code.");
    }

    public static async Task<RazorComponentResult<ProgrammeFormPage>> Page(VocabularyStore vocabularies, CancellationToken stop) =>
        Pages.Show<ProgrammeFormPage>(new { Typed = ProgrammeForm.Of(null), Themes = RulesForm.Themes(await vocabularies.All(stop)) });

    public static async Task<Results<SeeOther, RazorComponentResult<ProgrammeFormPage>>> HandleForm(
        Typed typed, ProgrammeStore programmes, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var (settings, read) = ProgrammeForm.Read(typed);
        if (typed.Choice<Award>("award") is null && typed.Unreadable.Of("award") is null)
        {
            typed.Missing("award");
        }

        var answer = FormRefusal.Of(typed) is null
            ? await Handle(
                new Request(
                    typed.Text("code"), settings.English, settings.French, typed.Choice<Award>("award")!.Value, settings.ExpertsPerDossier, settings.InterviewRequired,
                    settings.InterviewerMayReview, settings.ReviewDays, settings.QuorumShare, settings.ValidityMonths, settings.Grid, settings.Rules, settings.Plan, settings.Winners),
                programmes, vocabularies, caller, clock, stop)
            : null;
        return (FormRefusal.Of(typed) ?? FormRefusal.Of(answer!)) is { } refusal
            ? Pages.Show<ProgrammeFormPage>(new { Typed = read, Themes = RulesForm.Themes(await vocabularies.All(stop)), refusal.Errors }, refusal.Status)
            : Pages.SeeOther($"/programmes/{((Created<ProgrammeView>)answer!.Result).Value!.Id}", Text.Programme_Published);
    }
}
