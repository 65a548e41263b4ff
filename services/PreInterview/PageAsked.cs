using FluentValidation;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>Which page of a list: from 1, 50 a page where nothing is said.</summary>
sealed record PageAsked(int Page, int PageSize)
{
    public static PageAsked Of(int? page, int? pageSize) => new(page ?? 1, pageSize ?? 50);

    public sealed class Rules : AbstractValidator<PageAsked>
    {
        public Rules()
        {
            RuleFor(asked => asked.Page).PageNumber();
            RuleFor(asked => asked.PageSize).PageSize();
        }
    }
}
