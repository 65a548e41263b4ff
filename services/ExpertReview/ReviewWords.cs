using System.Globalization;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;

namespace Labelling.ExpertReview;

/// <summary>The service's words on pages.</summary>
public static class ReviewWords
{
    public static string Name(Decision decision) => decision switch
    {
        Decision.Label => Text.Decision_Label,
        Decision.LabelWithReservations => Text.Decision_LabelWithReservations,
        Decision.Adjourn => Text.Decision_Adjourn,
        Decision.Refuse => Text.Decision_Refuse,
        Decision.SupportLetter => Text.Decision_SupportLetter,
    };

    public static string Kind(Decision decision) => decision switch
    {
        Decision.Label or Decision.LabelWithReservations => "done",
        Decision.Adjourn => "waiting",
        Decision.Refuse => "late",
        Decision.SupportLetter => "info",
    };

    public static string Name(InvitationStatus status) => status switch
    {
        InvitationStatus.Invited => Text.Invitation_Invited,
        InvitationStatus.Accepted => Text.Invitation_Accepted,
        InvitationStatus.Submitted => Text.Invitation_Submitted,
        InvitationStatus.Reopened => Text.Invitation_Reopened,
        InvitationStatus.Declined => Text.Invitation_Declined,
        InvitationStatus.ConflictDeclared => Text.Invitation_ConflictDeclared,
        InvitationStatus.Cancelled => Text.Invitation_Cancelled,
    };

    public static string Kind(InvitationStatus status) => status switch
    {
        InvitationStatus.Invited or InvitationStatus.Accepted or InvitationStatus.Reopened => "waiting",
        InvitationStatus.Submitted => "done",
        InvitationStatus.Declined or InvitationStatus.ConflictDeclared or InvitationStatus.Cancelled => "info",
    };

    public static string Score(decimal? score) => score?.ToString("0.0#", CultureInfo.CurrentCulture) ?? "–";

    public static string At(DateTimeOffset instant) => $"{Paris.Due(Paris.Day(instant))}, {Paris.Time(instant)} (Paris)";
}
