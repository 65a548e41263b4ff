using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>A call's rules at one of their versions. PublishedAt: null for what was there before versions were kept.</summary>
public sealed record CallRulesVersion(int Version, DateTimeOffset? PublishedAt, DateTimeOffset ClosesAt, EligibilityRules Rules);

public sealed record CallName
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
}

public sealed class CallStore(Database database)
{
    const string Columns = "Id, Revision, Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone, CutOffs, AnnouncedOn, Themes, Rules, RulesVersion, FundingPlan";

    public async Task<IReadOnlyList<Call>> All(CancellationToken stop) =>
        [.. (await database.Query<Row>(
            $"""
            select {Columns}
            from Call
            order by ClosesAt, Code
            """,
            null, stop)).Select(row => row.Call())];

    /// <summary>Those that a dossier can still aim at, and the one it aims at already.</summary>
    public async Task<IReadOnlyList<Call>> ToAimAt(Guid? aimed, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        return [.. (await All(stop)).Where(call => call.Terms.ClosesAt > now || call.Id == aimed)];
    }

    /// <summary>What each is called, in the order they close: all that lists need of them.</summary>
    public Task<IReadOnlyList<CallName>> Names(CancellationToken stop) => database.Query<CallName>(
        """
        select Id, Code
        from Call
        order by ClosesAt, Code
        """,
        null, stop);

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
                insert into Call (Id, Revision, Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone, CutOffs, AnnouncedOn, Themes, Rules, RulesVersion, FundingPlan)
                values (@Id, @Revision, @Code, @FundingBody, @EnvelopeEur, @OpensAt, @ClosesAt, @TimeZone, @CutOffs, @AnnouncedOn, @Themes, @Rules, @RulesVersion, @FundingPlan)
                """,
                Values(call)))
        {
            return false;
        }

        await KeepRules(transaction, call, happened.At);
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
                CutOffs = @CutOffs, AnnouncedOn = @AnnouncedOn, Themes = @Themes, FundingPlan = @FundingPlan,
                Rules = case when RulesVersion = @RulesVersion then Rules else @Rules end, RulesVersion = @RulesVersion
            where Id = @Id and Revision = @Expected
            """,
            Values(now, was.Revision));
        if (changed == 0)
        {
            return false;
        }

        if (now.RulesVersion != was.RulesVersion)
        {
            await KeepRules(transaction, now, happened.At);
        }

        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "call.changed", now.Id, was, now);
        await transaction.Commit();
        return true;
    }

    /// <summary>A call's rules at each of their versions, the latest first.</summary>
    public async Task<IReadOnlyList<CallRulesVersion>> RulesVersions(Guid id, CancellationToken stop) =>
        [.. (await database.Query<RulesRow>(
            """
            select Version, PublishedAt, ClosesAt, Rules
            from CallRulesVersion
            where CallId = @Id
            order by Version desc
            """,
            new { Id = id }, stop)).Select(row => row.Kept())];

    /// <summary>
    /// The rules that a content is judged by. A deposited dossier keeps the versions it was deposited under, for the call it was deposited
    /// for; where its holder turns to another call, that one's rules in force count.
    /// </summary>
    public async Task<RulesAsked> RulesFor(Dossier dossier, DossierContent content, Call? call, CancellationToken stop)
    {
        var (version, rules, closesAt) = (call?.RulesVersion, call?.Terms.Rules, call?.Terms.ClosesAt);
        if (call is not null && dossier.DepositedFor == call.Id && dossier.CallRulesVersion is { } kept && kept != version)
        {
            var row = await database.QuerySingleOrDefault<RulesRow>(
                """
                select Version, PublishedAt, ClosesAt, Rules
                from CallRulesVersion
                where CallId = @Id and Version = @Kept
                """,
                new { call.Id, Kept = kept }, stop) ?? throw new InvalidOperationException($"The version {kept} of the rules of call {call.Id} is gone.");
            (version, rules, closesAt) = (kept, row.Kept().Rules, row.ClosesAt);
        }

        var programme = content.ProgrammeId is { } programmeId
            ? await new ProgrammeStore(database).Find(programmeId, stop, programmeId == dossier.Content.ProgrammeId ? dossier.ProgrammeVersion : null)
            : null;
        var asked = new RulesAsked(
            call?.Id, version, rules, programme?.Id, programme?.Version, programme?.Settings.Rules,
            closesAt is { } closing ? Submission.Call.AgeOn(closing) : Paris.Day(database.Clock.GetUtcNow()), RulesAsked.NoNames);
        return asked.OfCall?.Themes is { Count: > 0 } || asked.OfProgramme?.Themes is { Count: > 0 }
            ? asked with { ThemeNames = EligibilityRulesCheck.Themes(await new VocabularyStore(database).All(stop)) }
            : asked;
    }

    static Task KeepRules(Transaction transaction, Call call, DateTimeOffset at) => transaction.Execute(
        """
        insert into CallRulesVersion (CallId, Version, PublishedAt, ClosesAt, Rules)
        values (@Id, @RulesVersion, @At, @ClosesAt, @Rules)
        """,
        new { call.Id, call.RulesVersion, At = at, call.Terms.ClosesAt, Rules = Json.Write(call.Terms.Rules) });

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
        call.RulesVersion,
        FundingPlan = call.Terms.Plan,
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
        public required int RulesVersion { get; init; }
        public required string? FundingPlan { get; init; }

        public Call Call() => new(Id, Revision, new CallTerms(
            Code, FundingBody, EnvelopeEur, OpensAt, ClosesAt, TimeZone,
            Json.Read<IReadOnlyList<DateTimeOffset>>(CutOffs), AnnouncedOn, Json.Read<IReadOnlyList<string>>(Themes), Json.Read<EligibilityRules>(Rules), FundingPlan))
        {
            RulesVersion = RulesVersion,
        };
    }

    sealed record RulesRow
    {
        public required int Version { get; init; }
        public required DateTimeOffset? PublishedAt { get; init; }
        public required DateTimeOffset ClosesAt { get; init; }
        public required string Rules { get; init; }

        public CallRulesVersion Kept() => new(Version, PublishedAt, ClosesAt, Json.Read<EligibilityRules>(Rules));
    }
}
