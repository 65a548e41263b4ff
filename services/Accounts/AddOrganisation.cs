using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class AddOrganisation
{
    /// <summary>Revision: none for a new organisation, the one that was read for a change.</summary>
    public sealed record Request(string Name, string Type, string? Siren = null, string? Region = null, string? GroupSiren = null, long? Revision = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Name).NotEmpty().MaximumLength(200);
            RuleFor(request => request.Type).NotEmpty().MaximumLength(50).Matches("^[a-z0-9-]+$");
            RuleFor(request => request.Region).MaximumLength(50);
            RuleFor(request => request.Siren).SirenOrNone();
            RuleFor(request => request.GroupSiren).SirenOrNone();
        }
    }

    public static async Task<Results<Created<Organisation>, ValidationProblem, ConflictProblem>> Handle(
        Request request, Caller caller, OrganisationStore organisations, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var organisation = From(Guid.CreateVersion7(), 1, request);
        return await organisations.Add(organisation, caller.Actor(Acting(caller)), stop) == OrganisationSaved.Saved
            ? TypedResults.Created($"/api/organisations/{organisation.Id}", organisation)
            : SirenTaken();
    }

    public static async Task<Results<Ok<Organisation>, ValidationProblem, NotFoundProblem, ConflictProblem>> HandleChange(
        Guid id, Request request, Caller caller, OrganisationStore organisations, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await organisations.Get(id, stop) is not { } organisation)
            return Problems.NotFound();
        if (organisation.Revision != request.Revision)
            return Problems.Stale();
        var changed = From(id, organisation.Revision + 1, request);
        return await organisations.Change(organisation, changed, caller.Actor(Acting(caller)), stop) switch
        {
            OrganisationSaved.Saved => TypedResults.Ok(changed),
            OrganisationSaved.SirenTaken => SirenTaken(),
            OrganisationSaved.Stale => Problems.Stale(),
        };
    }

    public static async Task<Ok<IReadOnlyList<Organisation>>> All(OrganisationStore organisations, CancellationToken stop) =>
        TypedResults.Ok(await organisations.All(stop));

    static Organisation From(Guid id, long revision, Request request) => new()
    {
        Id = id,
        Name = request.Name.Trim(),
        Siren = request.Siren,
        Type = request.Type,
        Region = request.Region,
        GroupSiren = request.GroupSiren,
        Revision = revision,
    };

    static string Acting(Caller caller) => caller.Is(Roles.Administrator) ? Roles.Administrator : Roles.Office;

    static ConflictProblem SirenTaken() => Problems.Conflict("organisation.siren-taken",
        "Another organisation has this SIREN.", "Un autre organisme a ce SIREN.");
}
