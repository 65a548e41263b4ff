using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview;

/// <summary>The page somebody asks of a list that has its length from the service.</summary>
static class ListPage
{
    /// <summary>Null: it may be looked up.</summary>
    public static ValidationProblem? WhyNot(int page) =>
        page is < 1 or > 1_000_000 ? Problems.Invalid("page", "Give a page from 1.", "Donnez une page à partir de 1.") : null;
}
