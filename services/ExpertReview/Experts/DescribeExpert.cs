using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

public static class DescribeExpert
{
    /// <summary>An expert's entry in the pool, whole; revision 0 makes it.</summary>
    public sealed record Request(
        long Revision, IReadOnlyList<string> Sectors, IReadOnlyList<string> TherapeuticAreas, IReadOnlyList<string> TechnologyAxes,
        IReadOnlyList<string> Keywords, ExpertProfile Profile, bool Digital, IReadOnlyList<Absence> Absences,
        IReadOnlyList<string> DeclaredSirens, int LargestLoad = Expert.UsualLoad, string? Declaration = null);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThanOrEqualTo(0);
            AtMost(request => request.Sectors, 50);
            AtMost(request => request.TherapeuticAreas, 50);
            AtMost(request => request.TechnologyAxes, 50);
            AtMost(request => request.Keywords, 100);
            RuleFor(request => request.LargestLoad).InclusiveBetween(0, 50);
            RuleFor(request => request.Declaration).MaximumLength(4000);
            RuleFor(request => request.Absences).Must(absences => absences.Count <= 100).Says("At most 100 absences.", "Au plus 100 absences.");
            RuleForEach(request => request.Absences).NotNull().ChildRules(absence =>
            {
                absence.RuleFor(days => days.From).SensibleDay();
                absence.RuleFor(days => days.To).SensibleDay();
                absence.RuleFor(days => days.To).GreaterThanOrEqualTo(days => days.From);
            });
            RuleFor(request => request.DeclaredSirens).Must(sirens => sirens.Count <= 100).Says("At most 100 organisations.", "Au plus 100 organisations.");
            RuleForEach(request => request.DeclaredSirens).NotNull().SirenOrNone();
        }

        void AtMost(System.Linq.Expressions.Expression<Func<Request, IReadOnlyList<string>>> list, int count)
        {
            RuleFor(list).Must(values => values.Count <= count).Says($"At most {count} values.", $"Au plus {count} valeurs.");
            RuleFor(list).Must(values => values.All(value => value is { Length: > 0 and <= 100 }))
                .Says("Each value has 1 to 100 characters.", "Chaque valeur a de 1 à 100 caractères.");
        }
    }

    public static async Task<Results<Ok<ExpertView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid personId, Request request, Caller caller, ExpertStore experts, PersonStore people, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var isSelf = caller.PersonId == personId;
        if (!isSelf && !caller.Is(Roles.Office) || await people.Find(personId, stop) is not { } person)
            return Problems.NotFound();
        if (!person.Roles.Contains(Roles.Expert))
            return Problems.Unprocessable("expert.not-an-expert",
                "This person does not hold the role of expert: the administrator gives it first.",
                "Cette personne n'a pas le rôle d'expert : l'administrateur le donne d'abord.");
        var was = await experts.Find(personId, stop);
        if ((was?.Revision ?? 0) != request.Revision)
            return Problems.Stale();
        var sirens = request.DeclaredSirens.Distinct().Order(StringComparer.Ordinal).ToList();
        var text = string.IsNullOrWhiteSpace(request.Declaration) ? null : request.Declaration;
        // An expert who saves their own entry declares once more; the office does so only by changing what is declared.
        var declaresAgain = isSelf || was is null || was.Declaration.Text != text || !was.Declaration.Organisations.SequenceEqual(sirens);
        var now = new Expert
        {
            PersonId = personId,
            Sectors = request.Sectors,
            TherapeuticAreas = request.TherapeuticAreas,
            TechnologyAxes = request.TechnologyAxes,
            Keywords = request.Keywords,
            Profile = request.Profile,
            Digital = request.Digital,
            LargestLoad = request.LargestLoad,
            Absences = request.Absences,
            Declaration = declaresAgain ? new Declaration(Paris.Day(clock.GetUtcNow()), text, sirens) : was!.Declaration,
            Revision = request.Revision + 1,
        };
        return await experts.Save(was, now, caller.Actor(isSelf ? Roles.Expert : Roles.Office), stop)
            ? TypedResults.Ok(ExpertView.Of(now, person))
            : Problems.Stale();
    }
}
