using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Planning;

/// <summary>For the office: which dossiers will miss which call.</summary>
public static class ListPlans
{
    public static async Task<Results<RazorComponentResult<ListPlansPage>, FileContentHttpResult>> Page(
        TableQuery query, PlanReader plans, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var all = (await plans.UnderWay(Viewer.Of(caller), clock.GetUtcNow(), stop)).Where(planned => planned.Dossier.Version > 0).ToList();
        var state = PlanStateOf(query.Of("state"));
        var call = Guid.TryParse(query.Of("call"), out var id) ? id : (Guid?)null;
        var search = query.Of("search") is { Length: <= 200 } text ? text : null;
        var sought = all.Where(planned => (state is null || planned.Plan.State == state) && (call is null || planned.Call.Id == call)
            && (search is null || new[] { planned.Dossier.Acronym, planned.Dossier.Title, planned.Dossier.Reference }
                .Any(one => one?.Contains(search, StringComparison.CurrentCultureIgnoreCase) is true)));
        // Those that are too late come first, then the next to fall due.
        var sorted = query.Sort switch
        {
            "acronym" => sought.OrderBy(planned => planned.Dossier.Name, StringComparer.CurrentCulture),
            "reference" => sought.OrderBy(planned => planned.Dossier.Reference, StringComparer.Ordinal),
            "call" => sought.OrderBy(planned => planned.Call.Code, StringComparer.CurrentCulture).ThenBy(planned => planned.Plan.Target.Day),
            "state" => sought.OrderByDescending(planned => planned.Plan.State),
            "next" => sought.OrderBy(planned => planned.Plan.Next?.Step),
            "last" => sought.OrderBy(planned => planned.Plan.Next?.Day),
            "target" => sought.OrderBy(planned => planned.Plan.Target.Day),
            _ => sought.OrderByDescending(planned => planned.Plan.State is PlanState.Late).ThenBy(planned => planned.Plan.Next?.Day).ThenBy(planned => planned.Dossier.Reference),
        };
        IReadOnlyList<Planned> items = query is { Sort: not null, Descending: true } ? [.. sorted.Reverse()] : [.. sorted];
        return query.Format is { } format
            ? TableExport.File(format, Text.Planning_FileName, Columns(), items)
            : Pages.Show<ListPlansPage>(new
            {
                Items = items.Skip(query.Skip).Take(TableQuery.PageSize).ToList(),
                Total = items.Count,
                Late = all.Count(planned => planned.Plan.State is PlanState.Late),
                All = all.Count,
                Query = query,
                Columns = Columns(),
                Calls = all.Select(planned => planned.Call).DistinctBy(one => one.Id).OrderBy(one => one.Code, StringComparer.CurrentCulture)
                    .Select(one => new Option(one.Id.ToString(), one.Code)).ToList(),
            });
    }

    static PlanState? PlanStateOf(string? name) => Enum.GetValues<PlanState>().Cast<PlanState?>().FirstOrDefault(state => state.ToString() == name);

    static IReadOnlyList<Column<Planned>> Columns() =>
    [
        new("acronym", Text.Dossiers_Acronym, planned => planned.Dossier.Name) { Address = planned => $"/dossiers/{planned.Dossier.Id}", Sortable = true },
        new("state", Text.Planning_InTime, planned => PlanWords.Name(planned.Plan.State)) { State = planned => PlanWords.Kind(planned.Plan.State), Sortable = true },
        new("next", Text.Planning_Next, planned => planned.Plan.Next is { } next ? PlanWords.Name(next.Step) : null) { Sortable = true },
        new("last", Text.Plan_LastDay, planned => planned.Plan.Next?.Day) { Sortable = true },
        new("call", Text.Dossiers_Call, planned => planned.Call.Code) { Sortable = true },
        new("target", Text.Planning_Target, planned => planned.Plan.Target.Day) { Sortable = true },
        new("later", Text.Planning_Later, planned => planned.Plan.Later?.Day) { Extra = true },
        new("reference", Text.Dossiers_Reference, planned => planned.Dossier.Reference) { Sortable = true, Extra = true },
        new("title", Text.Dossiers_Title, planned => planned.Dossier.Title) { Extra = true },
        new("status", Text.Dossiers_Status, planned => DossierWords.Name(planned.Dossier.Status, null)) { Extra = true },
        new("holder", Text.Dossiers_Holder, planned => planned.Dossier.HolderName) { Extra = true },
        .. Enum.GetValues<PlanStep>().Select(step => new Column<Planned>(
            step.ToString().ToLowerInvariant(), PlanWords.Name(step), planned => planned.Plan.Dates.FirstOrDefault(date => date.Step == step)?.Day) { Extra = true }),
    ];
}
