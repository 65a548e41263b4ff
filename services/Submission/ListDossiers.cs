using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListDossiers
{
    public sealed record Query(DossierStatus? Status, int Page, int PageSize);

    public sealed class Rules : AbstractValidator<Query>
    {
        public Rules()
        {
            RuleFor(query => query.Status).IsInEnum();
            RuleFor(query => query.Page).PageNumber();
            RuleFor(query => query.PageSize).PageSize();
        }
    }

    public static async Task<Results<Ok<PageOf<DossierLine>>, ValidationProblem>> Handle(
        DossierStore dossiers, Caller caller, CancellationToken stop, DossierStatus? status = null, int page = 1, int pageSize = 25)
    {
        if (new Rules().Validate(new Query(status, page, pageSize)) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        var (items, total) = await dossiers.List(Viewer.Of(caller), status, (page - 1) * pageSize, pageSize, stop);
        return TypedResults.Ok(new PageOf<DossierLine>(items, page, pageSize, total));
    }
}
