using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

public static class ListExperts
{
    public static async Task<Ok<IReadOnlyList<ExpertView>>> Handle(ExpertStore experts, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<ExpertView>>([.. (await experts.All(stop)).Select(both => ExpertView.Of(both.Expert, both.Person))]);
}
