using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListProgrammes
{
    public static async Task<Ok<IReadOnlyList<ProgrammeView>>> Handle(ProgrammeStore programmes, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<ProgrammeView>>([.. (await programmes.All(stop)).Select(ProgrammeView.Of)]);

    public static async Task<RazorComponentResult<ListProgrammesPage>> Page(ProgrammeStore programmes, Caller caller, CancellationToken stop) =>
        Pages.Show<ListProgrammesPage>(new { Programmes = await programmes.All(stop), Administers = caller.Is(Roles.Administrator) });
}
