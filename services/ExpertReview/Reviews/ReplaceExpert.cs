using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Assignment;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

/// <summary>An expert who could take a review over. Shared: the sectors, areas and axes that the dossier names and they know.</summary>
public sealed record Candidate(Guid ExpertId, string Name, ExpertProfile Profile, bool Digital, IReadOnlyList<string> Shared, int OpenReviews, int LargestLoad);

/// <summary>Takes an invitation back and invites somebody else in one step, under the same rules as any invitation.</summary>
public static class ReplaceExpert
{
    const int MostCandidates = 5;

    public sealed record Request(long Revision, Guid ExpertId, string Reason);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.ExpertId).NotEmpty();
            RuleFor(request => request.Reason).NotEmpty().MaximumLength(2000);
        }
    }

    public static async Task<Results<Created<InvitationView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InvitationStore invitations, DossierStore dossiers, ExpertStore experts, PersonStore people,
        ConflictStore conflicts, ReviewAccess access, InvitationReader reader, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await invitations.FindAsOffice(id, caller.PersonId, stop) is not { } invitation
            || !(await access.Of(caller, invitation.DossierId, stop)).May(Act.ReopenReview)
            || await dossiers.Find(invitation.DossierId, stop) is not { } dossier)
            return Problems.NotFound();
        if (invitation.Revision != request.Revision)
            return Problems.Stale();
        var at = clock.GetUtcNow();
        if (invitation.Cancel(request.Reason.Trim(), at) is not { } cancelled)
            return Refusals.WrongStatus("review.not-cancellable", invitation,
                "Only an invitation whose review is not in is taken back.", "Seule une invitation dont l'expertise n'est pas rendue se retire.");
        var facts = await Facts(dossier, await invitations.OfDossier(dossier.Id, stop), request.ExpertId, await experts.Find(request.ExpertId, stop),
            await people.Find(request.ExpertId, stop), invitations, at, stop);
        // Asked last: it looks into everything.
        facts = facts with { Conflicts = await conflicts.Between(request.ExpertId, dossier.Id, stop) };
        if (AssignmentRules.Refuse(facts) is { } refusal)
            return Problems.Unprocessable(refusal);
        if (Invitation.Invite(dossier, request.ExpertId, facts.DueOn, at) is not { } instead)
            return Problems.Stale();
        return await invitations.Replace(invitation, cancelled, instead, dossier.Revision, caller.Actor(Roles.Office), stop) switch
        {
            InviteOutcome.Done => TypedResults.Created($"/api/invitations/{instead.Item1.Id}", await reader.ForOffice(instead.Item1, stop)),
            InviteOutcome.DossierChanged => Problems.Stale(),
            InviteOutcome.LoadReached => Problems.Unprocessable(AssignmentRules.LoadReached(facts.Expert!.LargestLoad)),
            InviteOutcome.InvitedBefore => Problems.Unprocessable(AssignmentRules.AlreadyInvited(InvitationStatus.Invited)!),
        };
    }

    /// <summary>
    /// Who could take it over, best first: whoever has the profile that would be missing, then whoever knows most of what the dossier is
    /// about, then whoever has least to do. Everybody named could be invited now.
    /// </summary>
    public static async Task<IReadOnlyList<Candidate>> Candidates(
        Invitation invitation, DossierUnderReview dossier, InvitationStore invitations, ExpertStore experts, ConflictStore conflicts, DateTimeOffset at, CancellationToken stop)
    {
        var all = await invitations.OfDossier(dossier.Id, stop);
        var pool = await experts.All(stop);
        var open = await invitations.OpenReviews(stop);
        var staying = all.Where(other => other.IsLive && other.Id != invitation.Id).Select(other => other.ExpertId).ToHashSet();
        var gaps = Gaps.Of(dossier.Programme?.ExpertsPerDossier ?? 0, dossier.Digital, [.. pool.Select(both => both.Expert).Where(expert => staying.Contains(expert.PersonId))])
            .Select(gap => gap.Code).ToHashSet(StringComparer.Ordinal);
        var ranked = from both in pool
                     where both.Expert.PersonId != invitation.ExpertId
                     let shared = Shared(both.Expert, dossier)
                     let fills = (gaps.Contains("academic") && both.Expert.Profile is ExpertProfile.Academic ? 1 : 0)
                         + (gaps.Contains("industry") && both.Expert.Profile is ExpertProfile.Industry ? 1 : 0) + (gaps.Contains("digital") && both.Expert.Digital ? 1 : 0)
                     orderby fills descending, shared.Count descending, open.GetValueOrDefault(both.Expert.PersonId), both.Person.Name
                     select (both.Expert, both.Person, Shared: shared);
        var graph = await conflicts.Graph(stop);
        var words = await experts.Words(stop);
        var found = new List<Candidate>();
        foreach (var (expert, person, shared) in ranked)
        {
            var facts = await Facts(dossier, all, expert.PersonId, expert, person, invitations, at, stop);
            if (AssignmentRules.Refuse(facts) is not null || graph.Between(expert.PersonId, dossier.Id).Count > 0)
                continue;
            found.Add(new(expert.PersonId, person.Name, expert.Profile, expert.Digital, [.. shared.Select(one => words.Of(one.Vocabulary, one.Code))], facts.OpenReviews, expert.LargestLoad));
            if (found.Count == MostCandidates)
                break;
        }
        return found;
    }

    static IReadOnlyList<(string Vocabulary, string Code)> Shared(Expert expert, DossierUnderReview dossier) =>
    [
        .. expert.Sectors.Intersect(dossier.Sectors).Select(code => (KnownWords.Sector, code)),
        .. expert.TherapeuticAreas.Intersect(dossier.TherapeuticAreas).Select(code => (KnownWords.TherapeuticArea, code)),
        .. expert.TechnologyAxes.Intersect(dossier.TechnologyAxes).Select(code => (KnownWords.TechnologyAxis, code)),
    ];

    static async Task<AssignmentFacts> Facts(
        DossierUnderReview dossier, IReadOnlyList<Invitation> all, Guid expertId, Expert? expert, PersonInReview? person,
        InvitationStore invitations, DateTimeOffset at, CancellationToken stop)
    {
        var today = Paris.Day(at);
        return new AssignmentFacts
        {
            Dossier = dossier,
            Person = person,
            Expert = expert,
            Conflicts = [],
            OpenReviews = await invitations.OpenReviewsOf(expertId, stop),
            Earlier = AssignmentFacts.EarlierOf(all, expertId),
            Today = today,
            DueOn = today.AddDays(dossier.Programme?.ReviewDays ?? 0),
        };
    }
}
