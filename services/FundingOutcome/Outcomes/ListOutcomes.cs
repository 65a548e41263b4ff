using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Outcomes;

/// <summary>What became of dossiers, application by application, for the office.</summary>
public static class ListOutcomes
{
    /// <summary>A file beyond it would not open in the programs it is for.</summary>
    const int LargestExport = 100_000;

    public static async Task<Results<RazorComponentResult<ListOutcomesPage>, FileContentHttpResult>> Page(
        TableQuery query, Caller caller, OutcomeList outcomes, CancellationToken stop)
    {
        var reader = Reader.Of(caller);
        var filter = Asked(query);
        var columns = Columns;
        if (query.Format is { } format)
        {
            var (all, _) = await outcomes.Page(filter, reader, 0, LargestExport, stop);
            return TableExport.File(format, Text.Outcomes_FileName, columns, all);
        }

        var (list, total) = await outcomes.Page(filter, reader, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<ListOutcomesPage>(new
        {
            Items = list,
            Total = total,
            Query = query,
            Filter = filter,
            Columns = columns,
            AllTheSame = await outcomes.FundedAllTheSame(reader, stop),
        });
    }

    static OutcomeFilter Asked(TableQuery query) => new(
        query.Of("search") is { Length: <= 200 } search ? search : null,
        Named<FundingResult>(query.Of("result")), Named<ApplicationStage>(query.Of("stage")), Named<Outcome>(query.Of("decision")), Named<HowKnown>(query.Of("known")),
        query.Of("same") is not null,
        query.Sort switch { "body" => OutcomeOrder.Body, "on" => OutcomeOrder.ResultOn, "granted" => OutcomeOrder.Granted, _ => OutcomeOrder.Reference },
        query.Descending);

    static T? Named<T>(string? name) where T : struct, Enum => Enum.GetValues<T>().Where(value => value.ToString() == name).Select(value => (T?)value).SingleOrDefault();

    static IReadOnlyList<Column<OutcomeRow>> Columns =>
    [
        new("reference", Text.Outcomes_Dossier, one => one.Reference) { Address = one => $"/funding/dossiers/{one.DossierId}", Sortable = true },
        new("title", Text.Outcomes_Title, one => one.Title),
        new("decision", Text.Outcomes_Decision, one => one.Decision is { } decision ? FundingWords.Name(decision) : null),
        new("body", Text.Funding_Body, one => one.FundingBody) { Sortable = true },
        new("call", Text.Funding_Call, one => one.Call) { Extra = true },
        new("stage", Text.Funding_Stage, one => FundingWords.Name(one.Stage)),
        new("result", Text.Funding_Result, one => one.FundedAllTheSame ? Text.Outcomes_AllTheSameWord : FundingWords.Name(one.Result)) { State = one => one.FundedAllTheSame ? "info" : FundingWords.Kind(one.Result) },
        new("on", Text.Funding_ResultOn, one => one.ResultOn) { Sortable = true },
        new("requested", Text.Funding_AmountRequested, one => one.AmountRequestedEur) { Extra = true },
        new("granted", Text.Funding_AmountGranted, one => one.AmountGrantedEur) { Sortable = true },
        new("rate", Text.Funding_AidRate, one => FundingWords.Percent(one.AidRate)) { Extra = true },
        new("reason", Text.Funding_Reason, one => one.Reason) { Extra = true },
        new("known", Text.Funding_HowKnown, one => one.HowKnown is { } how ? FundingWords.Name(how) : Text.Known_FromHistory),
        new("evidence", Text.Funding_Evidence, one => one.Evidence) { Extra = true },
    ];
}
