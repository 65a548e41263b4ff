using System.Text.Json.Serialization;
using Labelling.Contracts;

namespace Labelling.ExpertReview.Sessions;

public enum SessionStatus
{
    Planned,
    AgendaPublished,
    Open,
    Closed,
    MinutesFinal,

    /// <summary>It will not be held.</summary>
    Cancelled,
}

/// <summary>Why a session will not be held, as its members read it.</summary>
public sealed record Cancellation(string Reason, DateTimeOffset At);

/// <summary>The part of a member in one session, in the words of <see cref="Roles"/>.</summary>
public enum SeatRole
{
    [JsonStringEnumMemberName(Roles.Chair)]
    Chair,

    [JsonStringEnumMemberName(Roles.ViceChair)]
    ViceChair,

    [JsonStringEnumMemberName(Roles.Member)]
    Member,
}

public sealed record Seat(Guid PersonId, SeatRole Role);

/// <summary>
/// A meeting of the committee: Planned -> AgendaPublished (A, B, C...) -> Open -> Closed -> MinutesFinal, or Cancelled before it is opened.
/// What happens in the room stands in <see cref="Meeting"/>.
/// </summary>
public sealed record Session
{
    public const int FewestMembers = 3;

    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required string Place { get; init; }
    public required IReadOnlyList<Seat> Members { get; init; }
    public SessionStatus Status { get; init; } = SessionStatus.Planned;
    public IReadOnlyList<Agenda> Agendas { get; init; } = [];
    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? MinutesText { get; init; }
    public string? MinutesHash { get; init; }
    public Cancellation? Cancellation { get; init; }
    public long Revision { get; init; } = 1;

    public Agenda? CurrentAgenda => Agendas.Count == 0 ? null : Agendas[^1];
    public bool Seats(Guid personId) => Members.Any(seat => seat.PersonId == personId);
    public Guid? Chair => Holding(SeatRole.Chair);
    public Guid? ViceChair => Holding(SeatRole.ViceChair);

    /// <summary>At least three persons, one chair, no more than one vice-chair, nobody twice.</summary>
    public static bool CanSit(IReadOnlyList<Seat> members) =>
        members.Count >= FewestMembers
        && members.Count(seat => seat.Role == SeatRole.Chair) == 1
        && members.Count(seat => seat.Role == SeatRole.ViceChair) <= 1
        && members.DistinctBy(seat => seat.PersonId).Count() == members.Count;

    public static (Session, SessionScheduled)? Plan(
        string title, DateTimeOffset startsAt, string place, IReadOnlyList<Seat> members, DateTimeOffset at)
    {
        if (!CanSit(members))
            return null;
        var session = new Session
        {
            Id = Guid.CreateVersion7(at),
            Title = title,
            StartsAt = startsAt,
            Place = place,
            Members = members,
        };
        return (session, session.Scheduled(at));
    }

    /// <summary>The event is null when neither title nor time changed: nothing was moved.</summary>
    public (Session, SessionScheduled?)? Change(
        string title, DateTimeOffset startsAt, string place, IReadOnlyList<Seat> members, DateTimeOffset at)
    {
        if (Status is not (SessionStatus.Planned or SessionStatus.AgendaPublished) || !CanSit(members))
            return null;
        var changed = this with { Title = title, StartsAt = startsAt, Place = place, Members = members, Revision = Revision + 1 };
        return (changed, title == Title && startsAt == StartsAt ? null : changed.Scheduled(at));
    }

    /// <summary>The next version letter. Null: not allowed from here, or no dossier, or one named twice.</summary>
    public Session? PublishAgenda(IReadOnlyList<Guid> dossierIds, DateTimeOffset at) =>
        Status is SessionStatus.Planned or SessionStatus.AgendaPublished
        && dossierIds.Count > 0
        && dossierIds.Distinct().Count() == dossierIds.Count
            ? this with
            {
                Status = SessionStatus.AgendaPublished,
                Agendas = [.. Agendas, Agenda.After(CurrentAgenda, dossierIds, at)],
                Revision = Revision + 1,
            }
            : null;

    /// <summary>Null: it was opened or cancelled before, or no reason is given.</summary>
    public Session? Cancel(string reason, DateTimeOffset at) =>
        Status is SessionStatus.Planned or SessionStatus.AgendaPublished && !string.IsNullOrWhiteSpace(reason)
            ? this with { Status = SessionStatus.Cancelled, Cancellation = new(reason, at), Revision = Revision + 1 }
            : null;

    public Session? Open(DateTimeOffset at) => Status is SessionStatus.AgendaPublished
        ? this with { Status = SessionStatus.Open, OpenedAt = at, Revision = Revision + 1 }
        : null;

    public Session? Close(DateTimeOffset at) => Status is SessionStatus.Open
        ? this with { Status = SessionStatus.Closed, ClosedAt = at, Revision = Revision + 1 }
        : null;

    public Session? FinaliseMinutes(string text, string hash) => Status is SessionStatus.Closed
        ? this with { Status = SessionStatus.MinutesFinal, MinutesText = text, MinutesHash = hash, Revision = Revision + 1 }
        : null;

    Guid? Holding(SeatRole role) => Members.FirstOrDefault(seat => seat.Role == role)?.PersonId;

    SessionScheduled Scheduled(DateTimeOffset at) => new(Guid.CreateVersion7(at), Id, 0, at, Title, StartsAt);
}
