using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class ReadOrganisations
{
    public static async Task<Ok<IReadOnlyList<Organisation>>> All(OrganisationStore organisations, CancellationToken stop) =>
        TypedResults.Ok(await organisations.All(stop));
}
