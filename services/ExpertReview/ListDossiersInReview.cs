using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.ExpertReview;

/// <summary>A dossier on an agenda, as a member finds it in a list. Released: the decision, once it is.</summary>
public sealed record DossierOnAgendaLine(Guid DossierId, string Reference, string Title, string Session, DateTimeOffset StartsAt, bool Recused, Decision? Released);

/// <summary>The dossiers that an expert reviews and those on the agendas of a member, as a piece of the list of dossiers.</summary>
public static class ListDossiersInReview
{
    /// <summary>The latest ones: older agendas are found by their session.</summary>
    const int Sessions = 12;

    public static async Task<Piece> Handle(InvitationStore invitations, MeetingStore meetings, SessionReader sessions, Caller caller, CancellationToken stop)
    {
        var expert = caller.Is(Roles.Expert);
        var committee = caller.IsAny(Roles.Member, Roles.Chair, Roles.ViceChair);
        if (!expert && !committee)
            return Piece.None(Text.List_Title);
        IReadOnlyList<InvitationLine> mine = !expert ? [] :
        [
            .. (await invitations.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), null, stop))
                .Where(line => line.ExpertId == caller.PersonId && IsOpenToExpert(line.Status)),
        ];
        return Piece.Of<InReviewPiece>(Text.List_Title, new
        {
            Expert = expert,
            Committee = committee,
            Invitations = mine,
            OnAgenda = committee ? await OnAgendas(meetings, sessions, caller, stop) : [],
        });
    }

    /// <summary>Of a dossier left, an expert reads nothing more.</summary>
    public static bool IsOpenToExpert(InvitationStatus status) => status switch
    {
        InvitationStatus.Invited or InvitationStatus.Accepted or InvitationStatus.Submitted or InvitationStatus.Reopened => true,
        InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled => false,
    };

    /// <summary>What stands on the agendas of the sessions this caller sits in, each as the session shows it to them.</summary>
    public static async Task<IReadOnlyList<DossierOnAgendaLine>> OnAgendas(MeetingStore meetings, SessionReader sessions, Caller caller, CancellationToken stop)
    {
        var lines = new List<DossierOnAgendaLine>();
        foreach (var line in (await meetings.List(caller.PersonId, Stance.Roles(caller.Roles), 1, stop)).Where(line => line.AgendaNumber is not null).Take(Sessions))
            if (await sessions.Read(line.Id, caller, stop) is { } session)
                lines.AddRange(session.Items.Select(item => new DossierOnAgendaLine(
                    item.DossierId, item.Reference, item.Title, session.Title, session.StartsAt, item.Recused,
                    item.Decision is { ReleasedAt: not null } released ? released.Decision : null)));
        return lines;
    }
}
