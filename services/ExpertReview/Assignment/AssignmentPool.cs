using Labelling.Contracts;
using Labelling.ExpertReview.Assignment.Solving;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

/// <summary>A dossier that may be reviewed now, with the experts who count: invited and not gone.</summary>
public sealed record OpenDossier(DossierUnderReview Dossier, IReadOnlyList<Invitation> Invitations)
{
    public IReadOnlyList<Guid> Invited => [.. Invitations.Where(invitation => invitation.IsLive).Select(invitation => invitation.ExpertId)];

    /// <summary>Experts still to find.</summary>
    public int Needed => Math.Max(0, (Dossier.Programme?.ExpertsPerDossier ?? 0) - Invited.Count);
}

/// <summary>An expert of the pool with how much they have to do already.</summary>
public sealed record OpenExpert(Expert Expert, PersonInReview Person, int OpenReviews)
{
    public Guid Id => Expert.PersonId;

    public int Free => Math.Max(0, Expert.LargestLoad - OpenReviews);
}

/// <summary>What a proposal is made from, as the caller of the office may see it: open dossiers and the pool.</summary>
/// <remarks>Gone: Who is asked no more but may be invited still: their reviews count.</remarks>
public sealed record AssignmentPool(
    IReadOnlyList<OpenDossier> Dossiers, IReadOnlyList<OpenExpert> Experts, IReadOnlyList<OpenExpert> Gone, ConflictGraph Conflicts, DateOnly Today, KnownWords Words)
{
    public OpenDossier? Find(Guid dossierId) => Dossiers.FirstOrDefault(one => one.Dossier.Id == dossierId);

    /// <summary>Who may be proposed.</summary>
    public OpenExpert? FindExpert(Guid expertId) => Experts.FirstOrDefault(one => one.Id == expertId);

    /// <summary>Those of a dossier's experts who are invited, also who would not be asked any more.</summary>
    public IEnumerable<OpenExpert> InvitedTo(OpenDossier dossier) =>
        dossier.Invited.Select(id => FindExpert(id) ?? Gone.FirstOrDefault(one => one.Id == id)).OfType<OpenExpert>();

    public DateOnly DueOn(DossierUnderReview dossier) => Today.AddDays(dossier.Programme?.ReviewDays ?? 0);

    /// <summary>Academic, industry and digital, as far as those invited do not give it.</summary>
    public TeamRules RulesOf(OpenDossier dossier)
    {
        var rules = TeamRules.Academic | TeamRules.Industry | (dossier.Dossier.Digital ? TeamRules.Digital : TeamRules.None);
        foreach (var expert in InvitedTo(dossier))
            rules &= ~AssignmentProblem.Meets(expert.Expert.Profile, expert.Expert.Digital);
        return rules;
    }

    /// <summary>Whatever nobody can lift for this pair, as a sentence; null: the expert may be proposed.</summary>
    public Refusal? WhyNot(OpenDossier dossier, OpenExpert expert) =>
        AssignmentRules.AlreadyInvited(AssignmentFacts.EarlierOf(dossier.Invitations, expert.Id)) is { } already ? already
        : Conflicts.Between(expert.Id, dossier.Dossier.Id) is { Count: > 0 } found ? Refusals.InConflict(found)
        : expert.Expert.IsAbsent(Today, DueOn(dossier.Dossier)) ? AssignmentRules.Absent
        : null;
}

/// <summary>Loads it.</summary>
public sealed class AssignmentPools(
    DossierStore dossiers, InvitationStore invitations, ExpertStore experts, ConflictStore conflicts, TimeProvider clock)
{
    public async Task<AssignmentPool> For(Caller caller, CancellationToken stop)
    {
        var graph = await conflicts.Graph(stop);
        var standings = await conflicts.StandingOnAll(caller, graph, stop);
        var open = new List<OpenDossier>();
        foreach (var dossier in await dossiers.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), stop))
        {
            if (dossier is { ReviewMayBegin: true, ReviewsClosedAt: null } && standings.GetValueOrDefault(dossier.Id, Stance.Unknown).May(Act.SeeAssignment))
                open.Add(new(dossier, await invitations.OfDossier(dossier.Id, stop)));
        }
        var reviews = await invitations.OpenReviews(stop);
        var asked = (await experts.All(stop)).Select(both => new OpenExpert(both.Expert, both.Person, reviews.GetValueOrDefault(both.Expert.PersonId)))
            .ToLookup(expert => !expert.Person.Disabled && expert.Person.Roles.Contains(Roles.Expert));
        return new(open, [.. asked[true]], [.. asked[false]], graph, Paris.Day(clock.GetUtcNow()), await experts.Words(stop));
    }

    /// <summary>Of some dossiers, those that nobody is invited to any more; one that only this caller does not see is none of them.</summary>
    public async Task<IReadOnlyList<Guid>> Closed(IEnumerable<Guid> dossierIds, CancellationToken stop)
    {
        var closed = new List<Guid>();
        foreach (var id in dossierIds)
            if (await dossiers.Find(id, stop) is not { ReviewMayBegin: true, ReviewsClosedAt: null })
                closed.Add(id);
        return closed;
    }
}
