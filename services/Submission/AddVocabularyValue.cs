using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class AddVocabularyValue
{
    public sealed record Request(string Code, string English, string French);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Code).NameCode();
            RuleFor(request => request.English).NotEmpty().MaximumLength(200);
            RuleFor(request => request.French).NotEmpty().MaximumLength(200);
        }
    }

    public static async Task<Results<Created<VocabularyValue>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        string vocabulary, Request request, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (!VocabularyValue.Vocabularies.Contains(vocabulary))
        {
            return Problems.NotFound();
        }

        var (value, happened) = VocabularyValue.Add(vocabulary, request.Code, request.English, request.French, clock.Now());
        return await vocabularies.Add(value, happened, caller.Actor(Roles.Administrator), stop)
            ? TypedResults.Created("/api/vocabularies", value)
            : Problems.Conflict(
                "vocabulary.value-exists",
                $"The vocabulary {vocabulary} has a value {request.Code} already: use it, or choose another code.",
                $"Le vocabulaire {vocabulary} a déjà une valeur {request.Code} : utilisez-la, ou choisissez un autre code.");
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ListVocabulariesPage>, NotFoundProblem>> HandleForm(
        string vocabulary, Typed typed, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(vocabulary, new Request(typed.Text("code"), typed.Text("english"), typed.Text("french")), vocabularies, caller, clock, stop);
        if (answer.Result is NotFoundProblem nothing)
        {
            return nothing;
        }

        return FormRefusal.Of(answer) is { } refusal
            ? Pages.Show<ListVocabulariesPage>(new { Values = await vocabularies.All(stop), Administers = true, Adding = vocabulary, Typed = typed, refusal.Errors }, refusal.Status)
            : Pages.SeeOther($"/vocabularies#{vocabulary}", Text.Vocabularies_Added);
    }
}
