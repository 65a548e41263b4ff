using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

/// <summary>Puts a proposal beside the dossiers and the pool of now.</summary>
public static class DraftReader
{
    public static DraftView View(Draft draft, AssignmentPool pool)
    {
        var lines = new List<DraftLine>();
        foreach (var dossier in pool.Dossiers.Where(one => one.Needed > 0 || draft.Of(one.Dossier.Id).Places.Count > 0))
            lines.Add(Line(draft, pool, dossier));
        // What the run says of itself would tell of dossiers that this reader does not see.
        var whole = draft.Dossiers.All(one => one.Places.Count == 0 || pool.Find(one.DossierId) is not null);
        return new(
            draft.Id, draft.Revision, draft.MadeAt, draft.ChangedAt, lines.Count == 0 ? null : lines.Min(line => line.Sum), Math.Round(lines.Sum(line => line.Sum), 4),
            !whole || draft.Run.Optimal, whole ? draft.Run.WorstBound : null, whole ? ReliefWords.Say(draft.Run.Relaxed, pool) : [], !whole || draft.Run.Fewest,
            [.. lines.OrderBy(line => line.Sum).ThenBy(line => line.Reference, StringComparer.Ordinal)],
            [
                .. pool.Experts.Select(expert => new DraftLoad(expert.Id, expert.Person.Name, expert.OpenReviews + draft.LoadOf(expert.Id), expert.Expert.LargestLoad))
                    .Where(load => load.Load > 0).OrderByDescending(load => load.Load - load.Largest).ThenBy(load => load.Name, StringComparer.CurrentCulture),
            ]);
    }

    public static DraftDossierView OfDossier(Draft draft, AssignmentPool pool, OpenDossier dossier)
    {
        var asked = draft.Of(dossier.Dossier.Id);
        var candidates = new List<DraftCandidate>();
        foreach (var expert in pool.Experts)
        {
            var matching = Matching.Of(expert.Expert, dossier.Dossier);
            var place = asked.Places.FirstOrDefault(one => one.ExpertId == expert.Id);
            candidates.Add(new(
                expert.Id, expert.Person.Name, expert.Expert.Profile, expert.Expert.Digital, matching.Score, matching.Why(pool.Words),
                expert.OpenReviews + draft.LoadOf(expert.Id), expert.Expert.LargestLoad, place is not null, place is { Pinned: true },
                asked.Forbidden.Contains(expert.Id), Said(pool.WhyNot(dossier, expert))));
        }
        var all = View(draft, pool);
        return new(
            draft.Revision, Line(draft, pool, dossier), all.Worst, all.Total,
            [.. candidates.OrderByDescending(one => one.Proposed).ThenBy(one => one.Barred is not null).ThenByDescending(one => one.Score).ThenBy(one => one.Name, StringComparer.CurrentCulture)]);
    }

    static DraftLine Line(Draft draft, AssignmentPool pool, OpenDossier dossier)
    {
        var experts = new List<DraftExpert>();
        var asked = draft.Of(dossier.Dossier.Id);
        foreach (var place in asked.Places)
        {
            // Who left the pool since is named no more, and cannot be sent.
            if (pool.FindExpert(place.ExpertId) is not { } expert)
                continue;
            var matching = Matching.Of(expert.Expert, dossier.Dossier);
            experts.Add(new(expert.Id, expert.Person.Name, expert.Expert.Profile, expert.Expert.Digital, matching.Score, matching.Why(pool.Words), place.Pinned,
                Said(pool.WhyNot(dossier, expert))));
        }
        var counting = pool.InvitedTo(dossier).Concat(experts.Select(expert => pool.FindExpert(expert.ExpertId)).OfType<OpenExpert>()).DistinctBy(expert => expert.Id).ToList();
        var needed = dossier.Dossier.Programme?.ExpertsPerDossier ?? 0;
        var broken = Gaps.Of(needed, dossier.Dossier.Digital, [.. counting.Select(expert => expert.Expert)]).Select(gap => Words.Say(gap.English, gap.French)).ToList();
        if (counting.Count > needed)
            broken.Add(Words.Say($"More experts than the {needed} asked for.", $"Plus d'experts que les {needed} demandés."));
        return new(
            dossier.Dossier.Id, dossier.Dossier.Reference, dossier.Dossier.Acronym, dossier.Dossier.Title, dossier.Dossier.Digital, dossier.Needed,
            dossier.Invited.Count, Math.Round(counting.Sum(expert => Matching.Of(expert.Expert, dossier.Dossier).Score), 4), experts, broken);
    }

    static string? Said(Refusal? refusal) => refusal is null ? null : Words.Say(refusal.English, refusal.French);
}
