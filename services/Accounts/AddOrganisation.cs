using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>What is asked of an organisation's data wherever they are given.</summary>
public interface IOrganisationShape
{
    string Name { get; }
    string Type { get; }
    string? Siren { get; }
    string? Region { get; }
    string? GroupSiren { get; }
}

public sealed class OrganisationShapeRules : AbstractValidator<IOrganisationShape>
{
    public OrganisationShapeRules()
    {
        RuleFor(organisation => organisation.Name).NotEmpty().MaximumLength(200);
        RuleFor(organisation => organisation.Type).NotEmpty().MaximumLength(50).Matches("^[a-z0-9-]+$");
        RuleFor(organisation => organisation.Region).MaximumLength(50);
        RuleFor(organisation => organisation.Siren).SirenOrNone();
        RuleFor(organisation => organisation.GroupSiren).SirenOrNone();
    }
}

public static class AddOrganisation
{
    public sealed record Request(string Name, string Type, string? Siren = null, string? Region = null, string? GroupSiren = null) : IOrganisationShape;

    public static async Task<Results<Created<Organisation>, ValidationProblem, ConflictProblem>> Handle(
        Request request, Caller caller, OrganisationStore organisations, Vocabularies vocabularies, CancellationToken stop)
    {
        if (new OrganisationShapeRules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await vocabularies.WhyNot(request, null, stop) is var (field, whyNot))
            return Problems.Invalid(field, whyNot.English, whyNot.French);
        var organisation = From(Guid.CreateVersion7(), 1, request);
        return await organisations.Add(organisation, caller.Actor(Acting(caller)), stop) == OrganisationSaved.Saved
            ? TypedResults.Created($"/api/organisations/{organisation.Id}", organisation)
            : SirenTaken();
    }

    internal static Organisation From(Guid id, long revision, IOrganisationShape shape) => new()
    {
        Id = id,
        Name = shape.Name.Trim(),
        Siren = shape.Siren,
        Type = shape.Type,
        Region = shape.Region,
        GroupSiren = shape.GroupSiren,
        Revision = revision,
    };

    internal static string Acting(Caller caller) => caller.Is(Roles.Administrator) ? Roles.Administrator : Roles.Office;

    internal static ConflictProblem SirenTaken() => Problems.Conflict("organisation.siren-taken",
        "Another organisation has this SIREN.", "Un autre organisme a ce SIREN.");
}
