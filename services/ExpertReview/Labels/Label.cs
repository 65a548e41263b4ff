using System.Globalization;
using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Labels;

public enum LabelStatus
{
    InForce,
    WithReservations,

    /// <summary>By its date alone; nobody does it.</summary>
    Expired,
    Revoked,
}

/// <summary>"L-2026-0017": numbered without gaps within a year of Europe/Paris, given at the release.</summary>
public sealed record LabelNumber(int Year, int Serial)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"L-{Year:0000}-{Serial:0000}");
}

public sealed record Revocation(string Reason, Guid By, DateTimeOffset At);

/// <summary>A reservation of a label.</summary>
/// <remarks>
/// Owner: Who answers it.
/// DueOn, LiftedOn: In Europe/Paris; null: not lifted.
/// </remarks>
public sealed record LabelReservation(string Text, string Owner, DateOnly DueOn, DateOnly? LiftedOn = null);

/// <summary>An award to one version of a dossier, for one call.</summary>
public sealed record Label
{
    public required Guid Id { get; init; }
    public required LabelNumber Number { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid DossierId { get; init; }
    public required DossierOnAgenda Dossier { get; init; }

    /// <summary>In Europe/Paris.</summary>
    public required DateOnly IssuedOn { get; init; }

    /// <summary>Last day it is valid, in Europe/Paris.</summary>
    public required DateOnly ValidUntil { get; init; }
    public required IReadOnlyList<LabelReservation> Reservations { get; init; }
    public required Guid SignatoryId { get; init; }
    public Revocation? Revocation { get; init; }
    public long Revision { get; init; } = 1;

    /// <summary>How many reservations are not lifted.</summary>
    public int Open => Reservations.Count(reservation => reservation.LiftedOn is null);

    public LabelStatus StatusOn(DateOnly today) =>
        Revocation is not null ? LabelStatus.Revoked
        : today > ValidUntil ? LabelStatus.Expired
        : Open > 0 ? LabelStatus.WithReservations
        : LabelStatus.InForce;

    /// <summary>True when there is such a reservation, it is not lifted, and the label is in force.</summary>
    /// <param name="place">From 1, as on the certificate.</param>
    /// <param name="today">In Europe/Paris.</param>
    public bool IsOpen(int place, DateOnly today) =>
        StatusOn(today) is LabelStatus.WithReservations && place >= 1 && place <= Reservations.Count && Reservations[place - 1].LiftedOn is null;

    public static (Label, LabelIssued) Issue(LabelNumber number, Item item, Proposal decision, Guid signatoryId, DateTimeOffset at)
    {
        var issuedOn = Paris.Day(at);
        var label = new Label
        {
            Id = Guid.CreateVersion7(at),
            Number = number,
            ItemId = item.Id,
            DossierId = item.DossierId,
            Dossier = item.Dossier,
            IssuedOn = issuedOn,
            ValidUntil = issuedOn.AddMonths(item.Dossier.ValidityMonths),
            Reservations = [.. decision.Reservations.Select(reservation => new LabelReservation(reservation.Text, reservation.Owner, reservation.DueOn))],
            SignatoryId = signatoryId,
        };
        return (label, new LabelIssued(
            Guid.CreateVersion7(at), label.DossierId, 0, at, label.Dossier.Version, label.Id, number.ToString(),
            label.Reservations.Count > 0, label.ValidUntil));
    }

    /// <summary>By the chair, on what the holder has shown. Null: there is no such reservation, it was lifted before, or the label is not in force.</summary>
    /// <param name="place">From 1, as on the certificate.</param>
    /// <param name="certificate">The version that says so.</param>
    /// <param name="at">When.</param>
    public (Label, ReservationLifted)? Lift(int place, int certificate, DateTimeOffset at)
    {
        if (!IsOpen(place, Paris.Day(at)))
            return null;
        var lifted = this with
        {
            Reservations = [.. Reservations.Select((reservation, index) => index == place - 1 ? reservation with { LiftedOn = Paris.Day(at) } : reservation)],
            Revision = Revision + 1,
        };
        return (lifted, new ReservationLifted(Guid.CreateVersion7(at), DossierId, 0, at, Id, Number.ToString(), lifted.Open, certificate));
    }

    /// <summary>Even after it expired: who checks it then learns why not to rely on it. Null: revoked already, or no reason.</summary>
    public (Label, LabelRevoked)? Revoke(Guid by, string reason, DateTimeOffset at) => Revocation is null && !string.IsNullOrWhiteSpace(reason)
        ? (this with { Revocation = new(reason, by, at), Revision = Revision + 1 },
            new LabelRevoked(Guid.CreateVersion7(at), DossierId, 0, at, Id, Number.ToString()))
        : null;

    /// <summary>Another cluster labelled too.</summary>
    /// <param name="certificate">The version that names all who did.</param>
    /// <param name="at">When it was recorded.</param>
    public DossierCoLabelled LabelledToo(Certificate certificate, DateTimeOffset at) =>
        new(Guid.CreateVersion7(at), DossierId, 0, at, Id, Number.ToString(), [.. certificate.Says.CoLabelledBy.Select(cluster => cluster.Name)]);
}
