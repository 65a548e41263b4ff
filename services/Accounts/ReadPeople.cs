using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class ReadPeople
{
    public static async Task<Ok<IEnumerable<PersonView>>> All(PersonStore people, CancellationToken stop) =>
        TypedResults.Ok((await people.All(stop)).Select(PersonView.Of));

    public static async Task<Results<Ok<PersonView>, NotFoundProblem>> One(Guid id, PersonStore people, CancellationToken stop) =>
        await people.Get(id, stop) is { } person ? TypedResults.Ok(PersonView.Of(person)) : Problems.NotFound();

    public static Task<Results<Ok<PersonView>, NotFoundProblem>> Me(Caller caller, PersonStore people, CancellationToken stop) =>
        One(caller.PersonId, people, stop);
}
