using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Quality;

/// <summary>A dossier as a finding names it.</summary>
public sealed record FoundDossier
{
    public required Guid Id { get; init; }
    public required string Reference { get; init; }
    public required string Origin { get; init; }
    public required string? Title { get; init; }

    public bool Imported => Origin == "History";
}

/// <summary>Looks for what may be wrong in what is known of dossiers: once over all facts, and again only when something was recorded since.</summary>
public sealed class FindingStore(Database database, FactStore facts)
{
    static readonly PermissionFilter OfDossier = ApplicationStore.To("D.Id");

    Looked? last;

    /// <summary>Everything found today, of whomever.</summary>
    public async Task<IReadOnlyList<Finding>> All(DateOnly today, CancellationToken stop)
    {
        var end = await facts.End(stop);
        var found = last;
        if (found is null || found.End != end || found.Today != today)
            last = found = await Look(end, today, stop);
        var known = await KnownValues(stop);
        return
        [
            .. found.Findings,
            .. await OfApplications(found.Decided, today, stop),
            .. found.Values.Where(value => !known.Contains((value.Vocabulary!, value.Value!)))
                .OrderBy(value => value.Vocabulary, StringComparer.Ordinal).ThenBy(value => value.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>The dossiers of findings, as far as somebody may see what became of them.</summary>
    public async Task<IReadOnlyDictionary<Guid, FoundDossier>> Seen(IReadOnlyCollection<Guid> dossiers, Reader reader, CancellationToken stop)
    {
        const int Batch = 500;
        var seen = new Dictionary<Guid, FoundDossier>();
        foreach (var some in dossiers.Chunk(Batch))
        {
            var rows = await database.Query<FoundDossier>(
                $"""
                select D.Id, D.Reference, D.Origin, coalesce(D.Title, {Member("L.Line", "title")}) as Title
                from Dossier D
                left join HistoryDossier L on L.DossierId = D.Id
                where D.Id in @Ids and {OfDossier.For(Act.SeeOutcome, reader.Roles)}
                """,
                new { Ids = some, reader.PersonId }, stop);
            foreach (var row in rows)
                seen[row.Id] = row;
        }

        return seen;
    }

    async Task<Looked> Look(FactsEnd end, DateOnly today, CancellationToken stop)
    {
        var applied = (await database.Query<Guid>("select distinct DossierId from FundingApplication", null, stop)).ToHashSet();
        var imported = (await database.Query<Guid>("select Id from Dossier where Origin = 'History'", null, stop)).ToHashSet();
        var findings = new List<Finding>();
        var values = new Dictionary<(string, string), (int All, int Imported)>();
        var decided = new Dictionary<Guid, DateOnly>();
        await foreach (var ofOne in facts.All(stop))
        {
            if (Stretch.KnownOn(ofOne, DateOnly.MaxValue) is not { } dossier)
                continue;
            var registered = dossier.Classification.RegisteredOn;
            if (registered > today)
                findings.Add(new Finding(FindingKind.RegisteredInFuture) { DossierId = dossier.Id, Day = registered, Beside = today });
            // The day it was decided, not the one since which that is known: a line that was corrected is known anew.
            if (dossier.Decision?.On is { } day)
            {
                if (applied.Contains(dossier.Id))
                    decided[dossier.Id] = day;
                if (day < registered)
                    findings.Add(new Finding(FindingKind.DecisionBeforeRegistration) { DossierId = dossier.Id, Day = day, Beside = registered });
            }

            if (SuccessRates.Counts(dossier) && SuccessRates.IsLabelled(dossier.Outcome) && SuccessRates.IsPending(dossier.Applications))
                findings.Add(new Finding(FindingKind.MissingResult) { DossierId = dossier.Id, Day = dossier.Decision?.On ?? registered });

            foreach (var value in ValuesOf(dossier))
            {
                var (all, ofHistory) = values.GetValueOrDefault(value);
                values[value] = (all + 1, ofHistory + (imported.Contains(dossier.Id) ? 1 : 0));
            }
        }

        findings.AddRange(await OfLines(today, stop));
        return new Looked(end, today, findings, decided, [.. values.Select(value => new Finding(FindingKind.UnknownValue)
        {
            Vocabulary = value.Key.Item1,
            Value = value.Key.Item2,
            Dossiers = value.Value.All,
            Imported = value.Value.Imported,
        })]);
    }

    /// <summary>They are few, and a corrected day tells no fact: looked at each time.</summary>
    async Task<IEnumerable<Finding>> OfApplications(IReadOnlyDictionary<Guid, DateOnly> decided, DateOnly today, CancellationToken stop)
    {
        var rows = await database.Query<ApplicationRow>("select Id, DossierId, Stage, FiledOn, ResultOn from FundingApplication", null, stop);
        return rows.SelectMany(row => Of(row));

        IEnumerable<Finding> Of(ApplicationRow row)
        {
            var found = new Finding(FindingKind.DatedInFuture) { DossierId = row.DossierId, ApplicationId = row.Id };
            if (row.ResultOn > today)
                yield return found with { Day = row.ResultOn, Beside = today };
            if (!decided.TryGetValue(row.DossierId, out var day))
                yield break;
            if (row.Stage is not ApplicationStage.PreProposal && row.FiledOn < day)
                yield return found with { Kind = FindingKind.AppliedBeforeDecision, Day = row.FiledOn, Beside = day };
            if (row.Stage is not ApplicationStage.PreProposal && row.ResultOn < day)
                yield return found with { Kind = FindingKind.ResultBeforeDecision, Day = row.ResultOn, Beside = day };
        }
    }

    /// <summary>Days that only a line tells. An import refuses those that are out of order, but for the interview.</summary>
    async Task<IEnumerable<Finding>> OfLines(DateOnly today, CancellationToken stop)
    {
        var (registered, interview, decided, result) = (Member("Line", "registeredOn"), Member("Line", "interviewOn"), Member("Line", "decidedOn"), Member("Line", "resultOn"));
        var rows = await database.Query<LineRow>(
            $"""
            select DossierId, Line
            from HistoryDossier
            where {interview} < {registered} or {interview} > {decided} or {interview} > @Today or {decided} > @Today or {result} > @Today
            """,
            new { Today = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }, stop);
        return rows.SelectMany(row => Of(row.DossierId, Json.Read<HistoryLine>(row.Line)));

        IEnumerable<Finding> Of(Guid dossier, HistoryLine line)
        {
            foreach (var day in new[] { line.InterviewOn, line.DecidedOn, line.ResultOn }.Where(day => day > today).Take(1))
                yield return new Finding(FindingKind.DatedInFuture) { DossierId = dossier, Day = day, Beside = today };
            if (line.InterviewOn < line.RegisteredOn)
                yield return new Finding(FindingKind.InterviewOutOfOrder) { DossierId = dossier, Day = line.InterviewOn, Beside = line.RegisteredOn };
            else if (line.InterviewOn > line.DecidedOn)
                yield return new Finding(FindingKind.InterviewOutOfOrder) { DossierId = dossier, Day = line.InterviewOn, Beside = line.DecidedOn };
        }
    }

    string Member(string json, string member) => database.Dialect.Member(json, member);

    static HashSet<(string, string)> ValuesOf(KnownDossier dossier)
    {
        var classification = dossier.Classification;
        var values = new HashSet<(string, string)>();
        foreach (var (vocabulary, some) in (IEnumerable<(string, IEnumerable<string?>)>)
        [
            (Vocabularies.Sector, classification.Sectors), (Vocabularies.TherapeuticArea, classification.TherapeuticAreas),
            (Vocabularies.TechnologyAxis, classification.TechnologyAxes), (Vocabularies.OrganisationType, [classification.OrganisationType]),
            (Vocabularies.Region, [classification.Region]), (Vocabularies.Call, [classification.Call, .. dossier.Applications.Select(one => one.Call)]),
            (Vocabularies.FundingBody, [classification.FundingBody, .. dossier.Applications.Select(one => one.FundingBody)]),
        ])
            values.UnionWith(some.OfType<string>().Where(value => value.Length > 0).Select(value => (vocabulary, value)));
        return values;
    }

    /// <summary>Those that a vocabulary has by itself, and not only because a file had them.</summary>
    async Task<HashSet<(string, string)>> KnownValues(CancellationToken stop) =>
        [.. (await database.Query<ValueRow>(
            $"""
            select Vocabulary, Code
            from VocabularyValue
            where English is not null and French is not null
            union
            select '{Vocabularies.Call}', Code
            from FundingCall
            """,
            null, stop)).Select(row => (row.Vocabulary, row.Code))];

    /// <param name="End">How far the facts went.</param>
    /// <param name="Today">The day it was.</param>
    /// <param name="Findings">What was found.</param>
    /// <param name="Decided">When the dossiers were decided that have applications.</param>
    /// <param name="Values">Every value, whether a vocabulary knows it or not.</param>
    sealed record Looked(
        FactsEnd End, DateOnly Today, IReadOnlyList<Finding> Findings, IReadOnlyDictionary<Guid, DateOnly> Decided, IReadOnlyList<Finding> Values);

    sealed record ApplicationRow
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required ApplicationStage Stage { get; init; }
        public required DateOnly FiledOn { get; init; }
        public required DateOnly? ResultOn { get; init; }
    }

    sealed record LineRow
    {
        public required Guid DossierId { get; init; }
        public required string Line { get; init; }
    }

    sealed record ValueRow
    {
        public required string Vocabulary { get; init; }
        public required string Code { get; init; }
    }
}
