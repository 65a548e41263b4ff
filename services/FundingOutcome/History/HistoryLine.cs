using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;

namespace Labelling.FundingOutcome.History;

/// <summary>A line of a history file, read and well formed.</summary>
public sealed record HistoryLine
{
    public required string Reference { get; init; }
    public required string Title { get; init; }
    public required DossierKind Kind { get; init; }
    public required DateOnly RegisteredOn { get; init; }
    public string? LeadOrganisation { get; init; }
    public string? LeadSiren { get; init; }
    public string? LeadType { get; init; }
    public bool? Collaborative { get; init; }
    public IReadOnlyList<string> Sectors { get; init; } = [];
    public IReadOnlyList<string> TherapeuticAreas { get; init; } = [];
    public IReadOnlyList<string> TechnologyAxes { get; init; } = [];
    public string? FundingBody { get; init; }
    public string? Call { get; init; }
    public DateOnly? InterviewOn { get; init; }
    public DateOnly? DecidedOn { get; init; }
    public Outcome? Decision { get; init; }
    public string? LabelNumber { get; init; }
    public FundingResult? FundingResult { get; init; }
    public DateOnly? ResultOn { get; init; }
    public decimal? AmountRequested { get; init; }
    public decimal? AmountGranted { get; init; }
    public string? DuplicateOf { get; init; }

    /// <summary>
    /// The facts of a line that is imported for the first time: they hold from their own dates, and a missing date takes
    /// the latest earlier one, so a result without a date holds from its decision, and that one from the registration.
    /// </summary>
    public IReadOnlyList<Fact> Facts(Guid dossier, DateTimeOffset importedAt)
    {
        var decidedOn = DecidedOn ?? RegisteredOn;
        var resultOn = ResultOn ?? decidedOn;
        var facts = new List<Fact> { Fact.Of(dossier, Classification(), RegisteredOn, importedAt, 0) };
        if (DuplicateOf is not null)
            facts.Add(Fact.Of(dossier, new Duplicate(DuplicateOf), RegisteredOn, importedAt, 0));
        if (InterviewOn is { } interviewedOn)
            facts.Add(Fact.Of(dossier, Step.Interviewed, new StepTaken(interviewedOn), interviewedOn, importedAt, 0));
        if (Decision is { } outcome)
            facts.Add(Fact.Of(dossier, new Decision(outcome, null, LabelNumber, DecidedOn), decidedOn, importedAt, 0));
        if (FundingResult is { } result)
            facts.Add(Fact.Of(dossier, ApplicationId(dossier), Application(result), resultOn, importedAt, 0));
        return facts;
    }

    /// <summary>
    /// The facts of a line that differs from the one imported before: only what changed, and it holds from the day of
    /// this import, for until then the earlier line was what was known. What the line no longer says gets an empty fact.
    /// </summary>
    public IReadOnlyList<Fact> FactsSince(HistoryLine before, Guid dossier, DateTimeOffset importedAt, DateOnly importedOn)
    {
        var was = before.Facts(dossier, importedAt).ToDictionary(fact => fact.Subject, fact => fact.Value);
        var now = Facts(dossier, importedAt).ToDictionary(fact => fact.Subject, fact => fact.Value);
        return
        [
            .. was.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
                .Where(subject => was.GetValueOrDefault(subject) != now.GetValueOrDefault(subject))
                .Select(subject => new Fact(dossier, subject, now.GetValueOrDefault(subject), importedOn, importedAt, 0)),
        ];
    }

    /// <summary>The values it has of vocabularies, of funding bodies and calls too.</summary>
    public IEnumerable<NewValue> Values() =>
    [
        .. Sectors.Select(value => new NewValue(Vocabularies.Sector, value)),
        .. TherapeuticAreas.Select(value => new NewValue(Vocabularies.TherapeuticArea, value)),
        .. TechnologyAxes.Select(value => new NewValue(Vocabularies.TechnologyAxis, value)),
        .. LeadType is { } type ? [new NewValue(Vocabularies.OrganisationType, type)] : Array.Empty<NewValue>(),
        .. FundingBody is { } body ? [new NewValue(Vocabularies.FundingBody, body)] : Array.Empty<NewValue>(),
        .. Call is { } call ? [new NewValue(Vocabularies.Call, call)] : Array.Empty<NewValue>(),
    ];

    /// <summary>The one application a line tells of; it goes by its dossier's id.</summary>
    public static Guid ApplicationId(Guid dossier) => dossier;

    Classification Classification() => new(
        RegisteredOn, Kind, AimsAtProjectLabel: true, Programme: null,
        Sectors, TherapeuticAreas, TechnologyAxes, LeadType, Collaborative, Region: null, Call, FundingBody);

    Application Application(FundingResult result) => new(
        FundingBody, Call, ApplicationStage.Full, result, AmountRequested,
        result is Contracts.FundingResult.Funded ? AmountGranted : null, ResultOn);
}
