using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ListInterviews
{
    public static async Task<Results<Ok<PageOf<InterviewView>>, ValidationProblem>> Handle(
        Caller caller, InterviewStore store, InterviewViews views, CancellationToken stop,
        Guid? dossierId = null, InterviewStatus? status = null, int? page = null, int? pageSize = null)
    {
        var asked = PageAsked.Of(page, pageSize);
        if (new PageAsked.Rules().Validate(asked) is { IsValid: false } broken) return Problems.Invalid(broken);
        var viewer = Viewer.Of(caller);
        var (list, total) = await store.List(viewer, dossierId, status, asked.Page, asked.PageSize, stop);
        return TypedResults.Ok(new PageOf<InterviewView>(await views.Brief(list, viewer, stop), asked.Page, asked.PageSize, total));
    }

    /// <summary>A file beyond it would not open in the programs it is for.</summary>
    const int LargestExport = 100_000;

    public static async Task<Results<RazorComponentResult<ListInterviewsPage>, FileContentHttpResult>> Page(
        TableQuery query, Caller caller, InterviewStore store, InterviewViews views, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        var office = caller.IsAny(Roles.Office, Roles.Administrator);
        var filter = Asked(query);
        var columns = Columns(office);
        if (query.Format is { } format)
        {
            var (all, _) = await store.List(viewer, filter, 0, LargestExport, stop);
            return TableExport.File(format, Text.Interviews_FileName, columns, await views.Brief(all, viewer, stop));
        }

        var (list, total) = await store.List(viewer, filter, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<ListInterviewsPage>(new
        {
            Items = await views.Brief(list, viewer, stop),
            Total = total,
            Query = query,
            Filter = filter,
            Columns = columns,
            Office = office,
            Expert = caller.Is(Roles.Expert),
        });
    }

    static InterviewFilter Asked(TableQuery query) => new(
        Named(query.Of("status")), query.Of("search") is { Length: <= 200 } search ? search : null,
        query.Sort switch { "when" => InterviewOrder.When, "acronym" => InterviewOrder.Dossier, _ => InterviewOrder.Opened }, query.Descending);

    static InterviewStatus? Named(string? name) => Enum.GetValues<InterviewStatus>().Where(status => status.ToString() == name).Select(status => (InterviewStatus?)status).SingleOrDefault();

    static IReadOnlyList<Column<InterviewView>> Columns(bool office) =>
    [
        new("acronym", Text.Interviews_Dossier, one => one.DossierAcronym) { Address = one => $"/interviews/{one.Id}", Sortable = true },
        new("title", Text.Interviews_DossierTitle, one => one.DossierTitle),
        new("status", Text.Interviews_Status, one => InterviewWords.Name(one.Status)) { State = one => InterviewWords.Kind(one.Status) },
        new("when", Text.Interview_When, one => one.StartsAt) { Sortable = true },
        new("expert", Text.Interview_With, one => one.ExpertName) { Extra = !office },
        new("reference", Text.Interviews_Reference, one => one.DossierReference) { Extra = true },
        new("round", Text.Interviews_Round, one => one.Round) { Extra = true },
        new("noshows", Text.Interview_NoShows, one => one.NoShows) { Extra = true },
        new("recommendation", Text.Interview_Recommendation, one => one.Conclusion is { } conclusion ? InterviewWords.Name(conclusion.Recommendation) : null) { Extra = true },
    ];
}
