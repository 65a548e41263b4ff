using Labelling.ExpertReview.Assignment.Solving;

namespace Labelling.ExpertReview.Assignment;

public enum DraftStatus
{
    /// <summary>The office works on it.</summary>
    Open,

    /// <summary>Everything in it was sent.</summary>
    Sent,

    /// <summary>Given up.</summary>
    Dropped,
}

/// <summary>An expert proposed for a dossier; pinned, the next run keeps them.</summary>
public sealed record DraftPlace(Guid ExpertId, bool Pinned);

/// <summary>What is proposed for one dossier, and whom the office does not want there.</summary>
public sealed record DraftDossier(Guid DossierId, IReadOnlyList<DraftPlace> Places, IReadOnlyList<Guid> Forbidden)
{
    public bool Has(Guid expertId) => Places.Any(place => place.ExpertId == expertId);
}

/// <summary>A rule that would have to give way, with whom it is about.</summary>
public sealed record DraftRelaxation(RelaxedRule Rule, Guid? DossierId, Guid? ExpertId);

/// <summary>What the last run said of itself.</summary>
/// <param name="Optimal">The best there is.</param>
/// <param name="WorstBound">No proposal has a better worst dossier; null: there was nothing to give.</param>
/// <param name="Relaxed">Empty: every rule could be kept. Else the fewest that cannot, and the proposal is made without them.</param>
/// <param name="Fewest">Fewer would not do; false: perhaps they would.</param>
public sealed record DraftRun(bool Optimal, double? WorstBound, IReadOnlyList<DraftRelaxation> Relaxed, bool Fewest);

/// <summary>A change by hand.</summary>
public enum DraftChange
{
    /// <summary>Gives the dossier to the expert, or keeps them there: pinned.</summary>
    Pin,

    /// <summary>The next run may take them away again.</summary>
    Unpin,

    /// <summary>Takes the expert away, without a word on the next run.</summary>
    Remove,

    /// <summary>Takes the expert away for good.</summary>
    Forbid,

    /// <summary>The next run may propose them again.</summary>
    Allow,
}

/// <summary>A proposal of who reviews what, until it is sent. Pure: what an expert's being there breaks is asked before.</summary>
public sealed record Draft
{
    public required Guid Id { get; init; }
    public required DraftStatus Status { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required IReadOnlyList<DraftDossier> Dossiers { get; init; }
    public required DraftRun Run { get; init; }
    public required long Revision { get; init; }

    public static Draft Begin(DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(),
        Status = DraftStatus.Open,
        MadeAt = at,
        ChangedAt = at,
        Dossiers = [],
        Run = new(true, null, [], true),
        Revision = 1,
    };

    public DraftDossier Of(Guid dossierId) => Dossiers.FirstOrDefault(one => one.DossierId == dossierId) ?? new(dossierId, [], []);

    public int LoadOf(Guid expertId) => Dossiers.Count(one => one.Has(expertId));

    /// <summary>Another run over some dossiers; the others stay as they are.</summary>
    public Draft? Proposed(IReadOnlyList<DraftDossier> proposed, DraftRun run, DateTimeOffset at) => Status is DraftStatus.Open
        ? Next(at) with { Dossiers = [.. Dossiers.Where(one => proposed.All(other => other.DossierId != one.DossierId)), .. proposed], Run = run }
        : null;

    /// <summary>Null: not from here, or there is nothing to change.</summary>
    public Draft? Changed(Guid dossierId, Guid expertId, DraftChange change, DateTimeOffset at)
    {
        if (Status is not DraftStatus.Open)
            return null;
        var was = Of(dossierId);
        var without = was with { Places = [.. was.Places.Where(place => place.ExpertId != expertId)] };
        var now = change switch
        {
            DraftChange.Pin => without with { Places = [.. without.Places, new(expertId, true)], Forbidden = [.. was.Forbidden.Where(one => one != expertId)] },
            DraftChange.Unpin => was with { Places = [.. was.Places.Select(place => place.ExpertId == expertId ? place with { Pinned = false } : place)] },
            DraftChange.Remove => without,
            DraftChange.Forbid => without with { Forbidden = [.. was.Forbidden.Where(one => one != expertId), expertId] },
            DraftChange.Allow => was with { Forbidden = [.. was.Forbidden.Where(one => one != expertId)] },
        };
        return Next(at) with { Dossiers = [.. Dossiers.Where(one => one.DossierId != dossierId), now] };
    }

    /// <summary>What was sent is out of it, and so are dossiers that nobody is invited to any more; with nothing left, it is over.</summary>
    public Draft? Sent(IReadOnlyCollection<(Guid DossierId, Guid ExpertId)> sent, IReadOnlyCollection<Guid> closed, DateTimeOffset at)
    {
        if (Status is not DraftStatus.Open)
            return null;
        var left = Dossiers.Where(one => !closed.Contains(one.DossierId)).Select(one => one with { Places = [.. one.Places.Where(place => !sent.Contains((one.DossierId, place.ExpertId)))] }).ToList();
        return Next(at) with { Dossiers = left, Status = left.All(one => one.Places.Count == 0) ? DraftStatus.Sent : DraftStatus.Open };
    }

    public Draft? Dropped(DateTimeOffset at) => Status is DraftStatus.Open ? Next(at) with { Status = DraftStatus.Dropped } : null;

    Draft Next(DateTimeOffset at) => this with { ChangedAt = at, Revision = Revision + 1 };
}
