using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Outcomes;

/// <summary>An application with what became of it, recorded here or told by a line of the history.</summary>
public sealed record OutcomeRow
{
    public required Guid DossierId { get; init; }
    public required string Reference { get; init; }
    public required string? Title { get; init; }
    public Outcome? Decision => Read<Outcome>(DecisionName);

    /// <summary>Null: a line of the history tells it.</summary>
    public required Guid? ApplicationId { get; init; }

    public required string? FundingBody { get; init; }
    public required string? Call { get; init; }
    public ApplicationStage Stage => Read<ApplicationStage>(StageName)!.Value;
    public required decimal? AmountRequestedEur { get; init; }
    public FundingResult Result => Read<FundingResult>(ResultName)!.Value;
    public required decimal? AmountGrantedEur { get; init; }
    public required DateOnly? ResultOn { get; init; }
    public required string? Reason { get; init; }

    /// <summary>Null: a line of the history tells it.</summary>
    public HowKnown? HowKnown => Read<HowKnown>(HowKnownName);

    public required string? Evidence { get; init; }

    // Of two selects, a column has no declared type in SQLite, and no enum is read from it.
    public required string? DecisionName { get; init; }
    public required string StageName { get; init; }
    public required string ResultName { get; init; }
    public required string? HowKnownName { get; init; }

    static T? Read<T>(string? name) where T : struct, Enum => name is null ? null : Enum.Parse<T>(name);

    /// <summary>Granted over requested; null while either is not known.</summary>
    public decimal? AidRate => AmountGrantedEur is { } granted && AmountRequestedEur is > 0 and var requested ? decimal.Round(granted / requested, 6) : null;

    /// <summary>The committee refused it, and a funding body paid all the same.</summary>
    public bool FundedAllTheSame => Decision is Outcome.Refused && Result is FundingResult.Funded && Stage is not ApplicationStage.PreProposal;
}

public enum OutcomeOrder
{
    Reference,
    Body,
    ResultOn,
    Granted,
}

/// <summary>What of the list is asked for; what is null is not asked. All the same: what the committee refused and a body funded.</summary>
public sealed record OutcomeFilter(
    string? Search, FundingResult? Result, ApplicationStage? Stage, Outcome? Decision, HowKnown? HowKnown, bool FundedAllTheSame,
    OutcomeOrder Order = OutcomeOrder.Reference, bool Descending = false);

public sealed class OutcomeList(Database database)
{
    static readonly PermissionFilter OfDossier = ApplicationStore.To("D.Id");

    public Task<(IReadOnlyList<OutcomeRow> Page, int Total)> Page(OutcomeFilter filter, Reader reader, int skip, int take, CancellationToken stop)
    {
        var from = From(filter, reader);
        var order = filter.Order switch
        {
            OutcomeOrder.Reference => "D.Reference",
            OutcomeOrder.Body => "A.FundingBody",
            OutcomeOrder.ResultOn => "A.ResultOn",
            OutcomeOrder.Granted => "A.AmountGrantedEur",
        };
        return database.QueryPage<OutcomeRow>(
            $"""
            {Applied}
            select count(*)
            {from}
            """,
            $"""
            {Applied}
            select D.Id as DossierId, D.Reference, coalesce(D.Title, {Member("L.Line", "title")}) as Title, W.Outcome as DecisionName, A.ApplicationId, A.FundingBody, A.CallCode as Call, A.Stage as StageName,
                A.AmountRequestedEur, A.Result as ResultName, A.AmountGrantedEur, A.ResultOn, A.Reason, A.HowKnown as HowKnownName, A.Evidence
            {from}
            order by {order}{(filter.Descending ? " desc" : "")}{(filter.Order is OutcomeOrder.Reference ? "" : ", D.Reference")}, A.FiledOn, A.Stage
            """,
            Parameters(filter, reader), skip, take, stop);
    }

    /// <summary>How many applications of dossiers that the committee refused were funded all the same.</summary>
    public Task<int> FundedAllTheSame(Reader reader, CancellationToken stop)
    {
        var filter = new OutcomeFilter(null, null, null, null, null, FundedAllTheSame: true);
        return database.QuerySingleOrDefault<int>(
            $"""
            {Applied}
            select count(*)
            {From(filter, reader)}
            """,
            Parameters(filter, reader), stop);
    }

    string Member(string json, string member) => database.Dialect.Member(json, member);

    /// <summary>The applications recorded here, and the one that a line of the history tells; of each dossier the decision released last.</summary>
    string Applied =>
        $"""
        with Decided as (
            select DossierId, {Member("Value", "outcome")} as Outcome,
                row_number() over (partition by DossierId order by RecordedAt desc, Sequence desc, Position desc) as Place
            from Fact
            where Subject = 'decision'
        ), Applied as (
            select Id as ApplicationId, DossierId, FundingBody, CallCode, Stage, AmountRequestedEur, FiledOn, Result, AmountGrantedEur, ResultOn, Reason, HowKnown, Evidence
            from FundingApplication
            union all
            select null, DossierId, {database.Dialect.ExactMember("Line", "fundingBody")}, {database.Dialect.ExactMember("Line", "call")}, 'Full', {Amount("amountRequested")}, null,
                {database.Dialect.ExactMember("Line", "fundingResult")}, {Amount("amountGranted")}, {Day("resultOn")}, null, null, null
            from HistoryDossier
            where {Member("Line", "fundingResult")} is not null
        )
        """;

    string Amount(string member) => database.Dialect switch
    {
        Dialect.Sqlite => Member("Line", member),
        Dialect.SqlServer => $"cast({Member("Line", member)} as decimal(18, 2))",
    };

    string Day(string member) => database.Dialect switch
    {
        Dialect.Sqlite => Member("Line", member),
        Dialect.SqlServer => $"cast({Member("Line", member)} as date)",
    };

    string From(OutcomeFilter filter, Reader reader)
    {
        var conditions = new List<string> { OfDossier.For(Act.SeeOutcome, reader.Roles) };
        if (filter.Search is not null)
            conditions.Add($"(D.Reference like @Pattern escape '!' or D.Title like @Pattern escape '!' or {Member("L.Line", "title")} like @Pattern escape '!' or A.FundingBody like @Pattern escape '!' or A.CallCode like @Pattern escape '!')");
        if (filter.Result is not null)
            conditions.Add("A.Result = @Result");
        if (filter.Stage is not null)
            conditions.Add("A.Stage = @Stage");
        if (filter.Decision is not null)
            conditions.Add("W.Outcome = @Decision");
        if (filter.HowKnown is not null)
            conditions.Add("A.HowKnown = @HowKnown");
        if (filter.FundedAllTheSame)
            conditions.Add("W.Outcome = 'Refused' and A.Result = 'Funded' and A.Stage <> 'PreProposal'");
        return $"""
            from Applied A
            join Dossier D on D.Id = A.DossierId
            left join HistoryDossier L on L.DossierId = D.Id
            left join Decided W on W.DossierId = D.Id and W.Place = 1
            where {string.Join("\n  and ", conditions)}
            """;
    }

    static object Parameters(OutcomeFilter filter, Reader reader) => new
    {
        reader.PersonId,
        Pattern = filter.Search is { } search ? LikePattern.Containing(search) : null,
        Result = filter.Result?.ToString(),
        Stage = filter.Stage?.ToString(),
        Decision = filter.Decision?.ToString(),
        HowKnown = filter.HowKnown?.ToString(),
    };
}
