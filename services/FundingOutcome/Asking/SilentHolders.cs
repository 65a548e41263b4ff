using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Outcomes;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Asking;

/// <summary>A dossier of which nobody has said what became of it, although they were asked.</summary>
public sealed record SilentRow
{
    public required Guid DossierId { get; init; }
    public required string Reference { get; init; }
    public required string? Title { get; init; }
    public required string Call { get; init; }
    public required string FundingBody { get; init; }
    public required string? Holder { get; init; }
    public required int Round { get; init; }
    public required DateTimeOffset FirstAskedAt { get; init; }
    public required DateTimeOffset LastAskedAt { get; init; }
}

/// <summary>Who was asked and kept silent, as the office may see it.</summary>
public sealed class SilentHolders(Database database)
{
    static readonly PermissionFilter OfDossier = ApplicationStore.To("D.Id");

    /// <summary>
    /// Silent: in the last round asked nobody said anything of the result. Who said "not yet" answered, and who named somebody else did
    /// not: that one is asked now. A result that is known from elsewhere ends it.
    /// </summary>
    public Task<(IReadOnlyList<SilentRow> Page, int Total)> Page(string? search, int? round, Reader reader, int skip, int take, CancellationToken stop)
    {
        var silent =
            $"""
            with Asked as (
                select DossierId, CallCode, FundingBody, max(Round) as Round, min(AskedAt) as FirstAskedAt, max(AskedAt) as LastAskedAt
                from FundingQuestion
                group by DossierId, CallCode, FundingBody
            )
            """;
        var from =
            $"""
            from Asked Q
            join Dossier D on D.Id = Q.DossierId
            left join Person P on P.Id = D.HolderId
            where {OfDossier.For(Act.SeeOutcome, reader.Roles)} and D.WithdrawnOn is null
              and not exists (
                select 1
                from FundingQuestion R
                where R.DossierId = Q.DossierId and R.CallCode = Q.CallCode and R.Round = Q.Round and R.Answer is not null and R.Answer <> 'SomebodyElse')
              and not exists (
                select 1
                from FundingApplication A
                where A.DossierId = Q.DossierId and A.FundingBody = Q.FundingBody and A.Stage <> 'PreProposal' and A.Result in ('Funded', 'Refused', 'Withdrawn'))
              and (@Round is null or Q.Round = @Round)
              and (@Pattern is null or D.Reference like @Pattern escape '!' or D.Title like @Pattern escape '!' or Q.CallCode like @Pattern escape '!'
                or Q.FundingBody like @Pattern escape '!' or P.Name like @Pattern escape '!')
            """;
        return database.QueryPage<SilentRow>(
            $"""
            {silent}
            select count(*)
            {from}
            """,
            $"""
            {silent}
            select D.Id as DossierId, D.Reference, D.Title, Q.CallCode as Call, Q.FundingBody, P.Name as Holder, Q.Round, Q.FirstAskedAt, Q.LastAskedAt
            {from}
            order by Q.Round desc, Q.FirstAskedAt, D.Reference
            """,
            new { reader.PersonId, Round = round, Pattern = search is null ? null : LikePattern.Containing(search) }, skip, take, stop);
    }
}

/// <summary>The office's board of silent holders.</summary>
public static class ListSilentHolders
{
    /// <summary>A file beyond it would not open in the programs it is for.</summary>
    const int LargestExport = 100_000;

    public static async Task<Results<RazorComponentResult<SilentHoldersPage>, FileContentHttpResult>> Page(TableQuery query, Caller caller, SilentHolders silent, CancellationToken stop)
    {
        var reader = Reader.Of(caller);
        var search = query.Of("search") is { Length: <= 200 } text ? text : null;
        int? round = query.Of("round") switch { "1" => 1, "2" => 2, "3" => 3, _ => null };
        if (query.Format is { } format)
            return TableExport.File(format, Text.Silent_FileName, Columns, (await silent.Page(search, round, reader, 0, LargestExport, stop)).Page);
        var (list, total) = await silent.Page(search, round, reader, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<SilentHoldersPage>(new { Items = list, Total = total, Query = query, Search = search, Round = round, Columns });
    }

    public static string NameOf(int round) => round switch
    {
        1 => Text.Silent_Round1,
        2 => Text.Silent_Round2,
        _ => Text.Silent_Round3,
    };

    static IReadOnlyList<Column<SilentRow>> Columns =>
    [
        new("reference", Text.Outcomes_Dossier, one => one.Reference) { Address = one => $"/funding/dossiers/{one.DossierId}" },
        new("title", Text.Outcomes_Title, one => one.Title),
        new("holder", Text.Silent_Holder, one => one.Holder),
        new("call", Text.Funding_Call, one => $"{one.Call} ({one.FundingBody})"),
        new("round", Text.Silent_Round, one => NameOf(one.Round)) { State = one => FundingSchedule.IsLast(one.Round) ? "late" : "waiting" },
        new("first", Text.Silent_FirstAsked, one => Paris.Day(one.FirstAskedAt)),
        new("last", Text.Silent_LastAsked, one => Paris.Day(one.LastAskedAt)),
    ];
}
