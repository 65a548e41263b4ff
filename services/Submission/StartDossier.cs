using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class StartDossier
{
    public sealed record Request(DossierContent Content);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Content).SetValidator(new DossierContentRules());
    }

    public static async Task<Results<Created<DossierView>, ValidationProblem, UnprocessableProblem>> Handle(
        Request request, DossierStore dossiers, NamedThings named, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        var content = await named.FillIn(request.Content, stop);
        if (await named.FirstUnknown(content, caller.PersonId, null, Viewer.Of(caller), stop) is { } unknown)
        {
            return unknown;
        }

        var dossier = Dossier.Start(caller.PersonId, content, clock.Now());
        await dossiers.Start(dossier, caller.Actor(Roles.Holder), stop);
        return TypedResults.Created($"/api/dossiers/{dossier.Id}", DossierView.Of(new DossierSeen(dossier, Who.Holder, content, null)));
    }
}
