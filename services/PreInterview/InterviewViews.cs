using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>
/// An interview as the API shows it to one person. Required is null as long as the programme is not known here.
/// ReviewBegun is for the office only, else null: a holder must not learn it from here; so is WaiverReason.
/// ReplanTo is the day the last round was replanned to; information, not a limit.
/// Slots are what the person may book, or their own; Criteria what the maturity is given for; both are null in lists.
/// </summary>
public sealed record InterviewView(
    Guid Id, Guid DossierId, string DossierReference, string DossierTitle, string DossierAcronym, string DossierSummary,
    int Round, InterviewStatus Status, long Revision, int Version,
    bool? Required, bool CorrectionPending, bool? ReviewBegun,
    Guid? ExpertId, string? ExpertName, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, DateOnly? HeldOn, int NoShows, DateOnly? ReplanTo,
    IReadOnlyList<ExpertView> ProposedExperts, ConclusionView? Conclusion, string? WaiverReason,
    IReadOnlyList<OrganisationView> Consortium, IReadOnlyList<SlotView>? Slots, IReadOnlyList<CriterionView>? Criteria);

public sealed record ExpertView(Guid Id, string Name);

public sealed record OrganisationView(string Name, string? Siren, bool Lead);

public sealed record CriterionView(string Code, string English, string French);

/// <summary>PrivateNote is for the office and its author only, else null. RedirectToCall is the call's code.</summary>
public sealed record ConclusionView(
    InterviewRecommendation Recommendation, IReadOnlyList<CriterionMaturity> Maturity, string Strengths, string Gaps, string Advice,
    string? PrivateNote, DateOnly? ReplanTo, Guid? RedirectToCallId, string? RedirectToCall, DateTimeOffset ConcludedAt,
    string? Reply, DateTimeOffset? RepliedAt);

/// <summary>InterviewId is the interview that booked it; null for a free one.</summary>
public sealed record SlotView(Guid Id, Guid ExpertId, string ExpertName, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Free, Guid? InterviewId)
{
    public static SlotView Of(Slot slot, string expertName) =>
        new(slot.Id, slot.ExpertId, expertName, slot.StartsAt, slot.EndsAt, slot.IsFree, slot.InterviewId);
}

/// <summary>Puts together what one person may read of an interview.</summary>
public sealed class InterviewViews(InterviewStore interviews, KnownStore known, ConflictCheck conflicts, TimeProvider clock)
{
    /// <summary>One interview with everything.</summary>
    public async Task<InterviewView> Full(SeenInterview seen, Viewer viewer, CancellationToken stop)
    {
        var view = (await Brief([seen], viewer, stop)).Single();
        var programme = await known.Programme(seen.Dossier.ProgrammeId, seen.Dossier.ProgrammeVersion, stop);
        return view with
        {
            Slots = await Slots(seen, viewer, stop),
            Criteria = programme is null ? null : [.. programme.CriteriaOf(seen.Dossier).Select(criterion => new CriterionView(criterion.Code, criterion.English, criterion.French))],
        };
    }

    /// <summary>Interviews of a list, in its order.</summary>
    public async Task<IReadOnlyList<InterviewView>> Brief(IReadOnlyList<SeenInterview> list, Viewer viewer, CancellationToken stop)
    {
        var names = await known.Persons([.. list.SelectMany(seen => Experts(seen.Interview)).Distinct()], stop);
        var programmes = await known.Programmes([.. list.Select(seen => seen.Dossier.ProgrammeId).Distinct()], stop);
        var calls = await known.Calls([.. list.Select(seen => seen.Interview.Conclusion?.RedirectToCallId).OfType<Guid>().Distinct()], stop);
        return [.. list.Select(View)];

        InterviewView View(SeenInterview seen)
        {
            var (interview, dossier, standing) = (seen.Interview, seen.Dossier, seen.Stance);
            var programme = programmes.SingleOrDefault(each => each.Id == dossier.ProgrammeId && each.Version == dossier.ProgrammeVersion);
            // With whom and when it is booked is no business of the experts who were not chosen.
            var booking = standing.May(Act.SeeBooking) ? interview.Booking : null;
            var expertId = booking?.ExpertId;
            return new(
                interview.Id, interview.DossierId, dossier.Reference, dossier.Title, dossier.Acronym, dossier.Summary,
                interview.Round, interview.Status, interview.Revision, interview.Version,
                programme?.InterviewRequired, dossier.CorrectionPending, standing.May(Act.ReadWaiver) ? dossier.ReviewBegun : null,
                expertId, expertId is { } expert ? Name(expert) : null, booking?.StartsAt, booking?.EndsAt,
                interview.HeldOn, interview.NoShows, interview.ReplannedTo,
                [.. interview.ProposedExpertIds.Where(id => MaySeeExpert(id, standing)).Select(id => new ExpertView(id, Name(id)))],
                Conclusion(interview, standing), standing.May(Act.ReadWaiver) ? interview.WaiverReason : null,
                [.. dossier.Consortium.Select((party, place) => new OrganisationView(party.Name, party.Siren, place == 0))], null, null);
        }

        ConclusionView? Conclusion(Interview interview, Stance standing) =>
            interview is { Conclusion: { } conclusion, ConcludedAt: { } concludedAt } && standing.May(Act.ReadConclusion)
                ? new(
                    conclusion.Recommendation, conclusion.Maturity, conclusion.Strengths, conclusion.Gaps, conclusion.Advice,
                    standing.May(Act.ReadPrivateNote) ? conclusion.PrivateNote : null, conclusion.ReplanTo, conclusion.RedirectToCallId,
                    conclusion.RedirectToCallId is { } call ? calls.GetValueOrDefault(call)?.Code : null, concludedAt,
                    interview.Reply?.Text, interview.Reply?.At)
                : null;

        string Name(Guid id) => names.GetValueOrDefault(id)?.Name ?? "";

        bool MaySeeExpert(Guid id, Stance standing) => id == viewer.PersonId || standing.May(Act.SeeProposedExperts);
    }

    // To be booked, or to be moved to, are the free slots of proposed experts; the booked one stands among them.
    async Task<IReadOnlyList<SlotView>> Slots(SeenInterview seen, Viewer viewer, CancellationToken stop)
    {
        var interview = seen.Interview;
        IReadOnlyList<Slot> free = interview.Status is InterviewStatus.SlotsProposed or InterviewStatus.Booked
            ? await interviews.FreeSlots(await conflicts.Eligible(seen, stop), clock.GetUtcNow(), stop)
            : [];
        var booked = interview.Booking is { } booking ? await interviews.Slot(booking.SlotId, stop) : null;
        var names = await known.Persons([.. Experts(interview)], stop);
        return
        [
            .. (booked is null ? free : free.Append(booked))
                .Where(slot => slot.ExpertId == viewer.PersonId || seen.Stance.May(Act.SeeProposedExperts))
                .OrderBy(slot => slot.StartsAt)
                .Select(slot => SlotView.Of(slot, names.GetValueOrDefault(slot.ExpertId)?.Name ?? "")),
        ];
    }

    static IEnumerable<Guid> Experts(Interview interview) =>
        interview.Booking is { } booking ? interview.ProposedExpertIds.Append(booking.ExpertId).Distinct() : interview.ProposedExpertIds;
}
