using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Reconsiderations;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.ExpertReview;

/// <summary>What waits here: for experts invitations and reviews, for members sessions, for who signs releases, for the office what keeps dossiers from a session.</summary>
public static class ShowWaits
{
    const int Most = 50;

    public static async Task<Piece> Handle(
        InvitationStore invitations, DossierStore dossiers, ConflictStore conflicts, MeetingStore meetings, SessionReader sessions, LabelStore labels, ReconsiderationStore reconsiderations, Caller caller,
        TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var today = Paris.Day(now);
        var seen = caller.IsAny(Roles.Expert, Roles.Office) ? await invitations.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), null, stop) : [];
        List<Wait> waits = [.. seen.Where(line => line.ExpertId == caller.PersonId).Select(line => OfExpert(line, today)).OfType<Wait>()];
        if (caller.IsAny(Roles.Member, Roles.Chair, Roles.ViceChair))
        {
            waits.AddRange((await meetings.List(caller.PersonId, Stance.Roles(caller.Roles), 1, stop))
                .Where(session => session.Status is SessionStatus.Planned or SessionStatus.AgendaPublished or SessionStatus.Open)
                .Select(session => Wait.For($"/sessions/{session.Id}", Text.Wait_Session, session.Title).On(session.StartsAt)));
            waits.AddRange((await ReadReleases.Handle(meetings, sessions, caller, stop)).Value!.Items.Where(item => item.Mine && !item.Withdrawn)
                .Select(item => Wait.For("/releases", Text.Wait_Release, item.Reference).Since(Paris.Day(item.DecidedAt))));
        }
        if (caller.Is(Roles.Office))
        {
            waits.AddRange(seen.Where(line => line.ExpertId != caller.PersonId && line.DueOn < today && IsAwaited(line.Status)).Take(Most)
                .Select(line => Wait.For($"/reviews/{line.Id}", Text.Wait_LateReview, line.ExpertName, line.Acronym).Before(line.DueOn, today)));
            waits.AddRange((await reconsiderations.List(caller.PersonId, Stance.Roles(caller.Roles), ReconsiderationStatus.Asked, stop))
                .Select(line => Wait.For("/review/reconsiderations", Text.Wait_Reconsider, line.Reference).Since(Paris.Day(line.Request.AskedAt))));
            waits.AddRange(await OfOffice(dossiers, invitations, conflicts, meetings, caller, stop));
        }
        // Holders read here what their label still asks of them.
        if (caller.Is(Roles.Holder))
            foreach (var decision in (await labels.Decisions(caller.PersonId, Who.HolderRole, null, 1, stop)).Where(row => row.IsInForce(today)).Select(ReadDecisions.Line))
                waits.AddRange(decision.Reservations.Where(reservation => reservation.LiftedOn is null).Select(reservation =>
                    Wait.For($"/labels/{decision.LabelNumber}/reservations", Text.Wait_Reservation, decision.Reference).Before(reservation.DueOn, today)));
        return waits.Count == 0 ? Piece.None(Text.Waits_Title) : Piece.Of<Waits>(Text.Waits_Title, new { Items = waits });
    }

    static Wait? OfExpert(InvitationLine line, DateOnly today) => line.Status switch
    {
        InvitationStatus.Invited => Wait.For($"/reviews/{line.Id}", Text.Wait_Answer, line.Acronym).Since(Paris.Day(line.InvitedAt)),
        InvitationStatus.Accepted => Wait.For($"/reviews/{line.Id}", Text.Wait_Review, line.Acronym).Before(line.DueOn, today),
        InvitationStatus.Reopened => Wait.For($"/reviews/{line.Id}", Text.Wait_ReviewAgain, line.Acronym).Before(line.DueOn, today),
        InvitationStatus.Submitted or InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled => null,
    };

    static bool IsAwaited(InvitationStatus status) => status switch
    {
        InvitationStatus.Invited or InvitationStatus.Accepted or InvitationStatus.Reopened => true,
        InvitationStatus.Submitted or InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled => false,
    };

    static async Task<IReadOnlyList<Wait>> OfOffice(
        DossierStore dossiers, InvitationStore invitations, ConflictStore conflicts, MeetingStore meetings, Caller caller, CancellationToken stop)
    {
        var progress = await invitations.ProgressByDossier(stop);
        var open = (await dossiers.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), stop)).Where(dossier => dossier is { ReviewMayBegin: true, ReviewsClosedAt: null }).ToList();
        var lacking = open.Where(dossier => progress.GetValueOrDefault(dossier.Id, Progress.None) is var counts
            && dossier.Programme is { } programme && counts.Invited + counts.Accepted + counts.Submitted < programme.ExpertsPerDossier).Take(Most).ToList();
        var waits = new List<Wait>();
        foreach (var dossier in lacking)
            if ((await conflicts.StandingOn(caller, dossier.Id, stop)).May(Act.SeeAssignment))
                waits.Add(Wait.For($"/dossiers/{dossier.Id}", Text.Wait_Invite, dossier.Acronym));
        var taken = await meetings.OnAgendas(stop);
        var ready = open.Count(dossier => progress.GetValueOrDefault(dossier.Id, Progress.None).AllIn && !taken.Contains(dossier.Id));
        if (ready > 0)
            waits.Add(Wait.For("/dossiers?status=Admissible", ready == 1 ? Text.Wait_PlanOne : Text.Wait_Plan, ready));
        return waits;
    }
}
