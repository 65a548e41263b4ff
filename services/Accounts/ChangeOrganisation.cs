using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class ChangeOrganisation
{
    public sealed record Request(
        long Revision, string Name, string Type, string? Siren = null, string? Region = null, string? GroupSiren = null) : IOrganisationShape;

    public static async Task<Results<Ok<Organisation>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Request request, Caller caller, OrganisationStore organisations, Vocabularies vocabularies, CancellationToken stop)
    {
        if (new OrganisationShapeRules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await organisations.Get(id, stop) is not { } organisation)
            return Problems.NotFound();
        if (await vocabularies.WhyNot(request, organisation, stop) is var (field, whyNot))
            return Problems.Invalid(field, whyNot.English, whyNot.French);
        if (organisation.Revision != request.Revision)
            return Problems.Stale();
        var changed = AddOrganisation.From(id, organisation.Revision + 1, request);
        return await organisations.Change(organisation, changed, caller.Actor(AddOrganisation.Acting(caller)), stop) switch
        {
            OrganisationSaved.Saved => TypedResults.Ok(changed),
            OrganisationSaved.SirenTaken => AddOrganisation.SirenTaken(),
            OrganisationSaved.Stale => Problems.Stale(),
        };
    }
}
