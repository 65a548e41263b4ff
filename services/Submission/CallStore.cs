using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Submission;

public sealed class CallStore(Database database)
{
    const string Columns = "Id, Revision, Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone, CutOffs, AnnouncedOn, Themes, Rules";

    public async Task<IReadOnlyList<Call>> All(CancellationToken stop) =>
        [.. (await database.Query<Row>(
            $"""
            select {Columns}
            from Call
            order by ClosesAt, Code
            """,
            null, stop)).Select(row => row.Call())];

    public async Task<Call?> Find(Guid id, CancellationToken stop) =>
        (await database.QuerySingleOrDefault<Row>(
            $"""
            select {Columns}
            from Call
            where Id = @Id
            """,
            new { Id = id }, stop))?.Call();

    public static async Task<Call?> Find(Transaction transaction, Guid id) =>
        (await transaction.QuerySingleOrDefault<Row>(
            $"""
            select {Columns}
            from Call
            where Id = @Id
            """,
            new { Id = id }))?.Call();

    /// <summary>False: another call has that code.</summary>
    public async Task<bool> Publish(Call call, CallPublished happened, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await transaction.TryInsert(
                """
                insert into Call (Id, Revision, Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone, CutOffs, AnnouncedOn, Themes, Rules)
                values (@Id, @Revision, @Code, @FundingBody, @EnvelopeEur, @OpensAt, @ClosesAt, @TimeZone, @CutOffs, @AnnouncedOn, @Themes, @Rules)
                """,
                Values(call)))
        {
            return false;
        }

        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "call.published", call.Id, null, call);
        await transaction.Commit();
        return true;
    }

    /// <summary>False: somebody changed it since it was read.</summary>
    public async Task<bool> Save(Call was, Call now, CallPublished happened, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var changed = await transaction.Execute(
            """
            update Call
            set Revision = @Revision, EnvelopeEur = @EnvelopeEur, OpensAt = @OpensAt, ClosesAt = @ClosesAt, TimeZone = @TimeZone,
                CutOffs = @CutOffs, AnnouncedOn = @AnnouncedOn, Themes = @Themes, Rules = @Rules
            where Id = @Id and Revision = @Expected
            """,
            Values(now, was.Revision));
        if (changed == 0)
        {
            return false;
        }

        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "call.changed", now.Id, was, now);
        await transaction.Commit();
        return true;
    }

    static object Values(Call call, long? expected = null) => new
    {
        call.Id,
        call.Revision,
        Expected = expected,
        call.Code,
        call.FundingBody,
        call.Terms.EnvelopeEur,
        call.Terms.OpensAt,
        call.Terms.ClosesAt,
        call.Terms.TimeZone,
        CutOffs = Json.Write(call.Terms.CutOffs),
        call.Terms.AnnouncedOn,
        Themes = Json.Write(call.Terms.Themes),
        Rules = Json.Write(call.Terms.Rules),
    };

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required long Revision { get; init; }
        public required string Code { get; init; }
        public required string FundingBody { get; init; }
        public required decimal? EnvelopeEur { get; init; }
        public required DateTimeOffset OpensAt { get; init; }
        public required DateTimeOffset ClosesAt { get; init; }
        public required string TimeZone { get; init; }
        public required string CutOffs { get; init; }
        public required DateOnly? AnnouncedOn { get; init; }
        public required string Themes { get; init; }
        public required string Rules { get; init; }

        public Call Call() => new(Id, Revision, new CallTerms(
            Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone,
            Json.Read<IReadOnlyList<DateTimeOffset>>(CutOffs), AnnouncedOn, Json.Read<IReadOnlyList<string>>(Themes), Json.Read<CallRules>(Rules)));
    }
}
