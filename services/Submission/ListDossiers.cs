using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListDossiers
{
    public sealed record Listing(IReadOnlyList<DossierLine> Items, int Page, int PageSize, int Total);

    public sealed record Query(DossierStatus? Status, int Page, int PageSize);

    public sealed class Rules : AbstractValidator<Query>
    {
        public Rules()
        {
            RuleFor(query => query.Status).IsInEnum();
            RuleFor(query => query.Page).InclusiveBetween(1, 1_000_000);
            RuleFor(query => query.PageSize).InclusiveBetween(1, 200);
        }
    }

    public static async Task<Results<Ok<Listing>, ValidationProblem>> Handle(
        DossierStore dossiers, Caller caller, CancellationToken stop, DossierStatus? status = null, int page = 1, int pageSize = 25)
    {
        if (new Rules().Validate(new Query(status, page, pageSize)) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        var (items, total) = await dossiers.List(Viewer.Of(caller), status, (page - 1) * pageSize, pageSize, stop);
        return TypedResults.Ok(new Listing(items, page, pageSize, total));
    }
}
