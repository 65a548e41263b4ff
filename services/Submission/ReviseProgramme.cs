using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>A new version of a programme's settings; dossiers keep the one they were submitted under.</summary>
public static class ReviseProgramme
{
    public sealed record Request(
        int Version, string Code, string English, string French, Award Award,
        int ExpertsPerDossier, bool InterviewRequired, bool InterviewerMayReview, int ReviewDays, decimal QuorumShare, int ValidityMonths,
        IReadOnlyList<Criterion> Grid)
    {
        public ProgrammeSettings Settings() => new(
            English, French, ExpertsPerDossier, InterviewRequired, InterviewerMayReview, ReviewDays, QuorumShare, ValidityMonths, Grid);
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
        Guid id, Request request, ProgrammeStore programmes, Caller caller, TimeProvider clock, CancellationToken stop)
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

        var (revised, happened) = programme.Revise(request.Settings(), clock.GetUtcNow());
        return await programmes.Revise(programme, revised, happened, caller.Actor(Roles.Administrator), stop)
            ? TypedResults.Created($"/api/programmes/{id}", ProgrammeView.Of(revised))
            : Problems.Stale();
    }
}
