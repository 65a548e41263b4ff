using Labelling.Hosting;

namespace Labelling.Submission.Planning;

/// <summary>A dossier under way as a plan needs it, as its reader is shown it.</summary>
public sealed record DossierUnderWay
{
    public required Guid Id { get; init; }
    public required string? Reference { get; init; }
    public required string? Acronym { get; init; }
    public required string? Title { get; init; }
    public required DossierStatus Status { get; init; }
    public required int Version { get; init; }
    public required Guid? ProgrammeId { get; init; }
    public required int? ProgrammeVersion { get; init; }
    public required Guid? CallId { get; init; }
    public required string? HolderName { get; init; }
    public required InterviewWord? LastWord { get; init; }
    public required DateOnly? ReplanTo { get; init; }

    /// <summary>True: the reader holds it.</summary>
    public required bool Held { get; init; }

    public string Name => Acronym ?? Title ?? Reference ?? Text.Dossier_Untitled;

    public static DossierUnderWay Of(DossierSeen seen, InterviewHeard? interview) => new()
    {
        Id = seen.Dossier.Id,
        Reference = seen.Dossier.Reference,
        Acronym = seen.Shown.Acronym,
        Title = seen.Shown.Title,
        Status = seen.Dossier.Status,
        Version = seen.Dossier.Version,
        ProgrammeId = seen.Shown.ProgrammeId,
        ProgrammeVersion = seen.Dossier.ProgrammeVersion,
        CallId = seen.Shown.CallId,
        HolderName = seen.HolderName,
        LastWord = interview?.LastWord,
        ReplanTo = interview?.ReplanTo,
        Held = seen.Held,
    };

    /// <summary>Null: it is not on its way to a committee any more.</summary>
    public PlanProgress? Progress() => Status switch
    {
        DossierStatus.Draft or DossierStatus.CorrectionRequested => new PlanProgress(Deposited: false, Interviewed: false, Decided: false),
        DossierStatus.Submitted or DossierStatus.Admissible => new PlanProgress(
            Deposited: true, LastWord is InterviewWord.Proceed or InterviewWord.ProceedWithAdvice or InterviewWord.Waived, Decided: false),
        DossierStatus.Decided => new PlanProgress(Deposited: true, Interviewed: true, Decided: true),
        DossierStatus.Inadmissible or DossierStatus.Withdrawn => null,
    };
}

/// <summary>A dossier with its plan.</summary>
public sealed record Planned(DossierUnderWay Dossier, Call Call, BackPlan Plan);

/// <summary>Plans of dossiers, by their call and the version of their programme.</summary>
public sealed class PlanReader(DossierStore dossiers, CallStore calls, ProgrammeStore programmes)
{
    /// <summary>Null: no call or programme is chosen yet, or the dossier is not on its way any more.</summary>
    public async Task<Planned?> Of(DossierSeen seen, DateTimeOffset now, CancellationToken stop)
    {
        var dossier = DossierUnderWay.Of(seen, await dossiers.Interview(seen.Dossier.Id, stop));
        return dossier.CallId is { } callId && dossier.ProgrammeId is { } programmeId && await calls.Find(callId, stop) is { } call
            && await programmes.Find(programmeId, stop, dossier.ProgrammeVersion) is { } programme
            ? Of(dossier, call, programme.Settings, now)
            : null;
    }

    /// <summary>All that this viewer may see, has a call and a programme, and is not decided.</summary>
    public async Task<IReadOnlyList<Planned>> UnderWay(Viewer viewer, DateTimeOffset now, CancellationToken stop)
    {
        var known = (await calls.All(stop)).ToDictionary(call => call.Id);
        var settings = (await programmes.EveryVersion(stop)).ToDictionary(programme => (programme.Id, programme.Version), programme => programme.Settings);
        var inForce = settings.Keys.GroupBy(version => version.Id).ToDictionary(versions => versions.Key, versions => versions.Max(version => version.Version));
        return
        [
            .. from dossier in await dossiers.UnderWay(viewer, stop)
               let planned = dossier is { CallId: { } call, ProgrammeId: { } programme }
                   ? Of(dossier, known[call], settings[(programme, dossier.ProgrammeVersion ?? inForce[programme])], now)
                   : null
               where planned is not null
               select planned,
        ];
    }

    static Planned? Of(DossierUnderWay dossier, Call call, ProgrammeSettings settings, DateTimeOffset now) => dossier.Progress() is { } progress
        ? new Planned(dossier, call, BackPlan.Of(PlanTarget.Of(call.Terms, ReplannedTo(dossier), now), settings, progress, Paris.Day(now)))
        : null;

    /// <summary>Only while that is the interview's last word: what was concluded since holds.</summary>
    static DateOnly? ReplannedTo(DossierUnderWay dossier) => dossier is { Version: > 0, LastWord: InterviewWord.Replan } ? dossier.ReplanTo : null;
}
