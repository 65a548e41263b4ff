using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;

namespace Labelling.ExpertReview.Labels;

/// <summary>The end of the embargo on one decision: what changes, and the event that tells the other services.</summary>
/// <remarks>
/// Label: With a labelling decision; null with any other.
/// CarriedTo: With an adjournment, the session that takes the dossier up again.
/// </remarks>
public sealed record Release(Item Item, object Happened, Label? Label, Guid? CarriedTo)
{
    /// <summary>True when the decision needs a number before it can be released.</summary>
    public static bool IssuesLabel(Item item) => item.Decision is { } decision && Awards(decision.Decision);

    /// <summary>True for the decisions that give what the programme awards.</summary>
    public static bool Awards(Decision decision) => decision switch
    {
        Decision.Label or Decision.LabelWithReservations => true,
        Decision.Adjourn or Decision.Refuse or Decision.SupportLetter => false,
    };

    /// <summary>Null: the item is undecided or released already, the person does not sign it, or its label has no number.</summary>
    public static Release? Of(Meeting meeting, Item item, LabelNumber? number, Guid by, DateTimeOffset at)
    {
        if (meeting.Signatory(item) != by || item is not { Decision: { } decision } || item.Release(by, at) is not { } released)
            return null;
        var eventId = Guid.CreateVersion7(at);
        var version = item.Dossier.Version;
        return decision.Decision switch
        {
            Decision.Label or Decision.LabelWithReservations => number is not null && Label.Issue(number, item, decision, by, at) is var (label, issued)
                ? new(released, issued, label, null)
                : null,
            Decision.Adjourn => decision.ToSessionId is { } to
                ? new(released, new DossierAdjourned(eventId, item.DossierId, 0, at, version, to), null, to)
                : null,
            Decision.Refuse => new(released, new LabelRefused(eventId, item.DossierId, 0, at, version), null, null),
            Decision.SupportLetter => new(released, new SupportLetterIssued(eventId, item.DossierId, 0, at, version), null, null),
        };
    }
}
