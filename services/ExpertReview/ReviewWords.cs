using System.Globalization;
using Labelling.ExpertReview.Experts;
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

    public static string Name(ReviewRecommendation recommendation) => recommendation switch
    {
        ReviewRecommendation.Label => Text.Recommend_Label,
        ReviewRecommendation.LabelWithReservations => Text.Recommend_LabelWithReservations,
        ReviewRecommendation.Adjourn => Text.Recommend_Adjourn,
        ReviewRecommendation.Refuse => Text.Recommend_Refuse,
    };

    public static string Name(ExpertProfile profile) => profile switch
    {
        ExpertProfile.Academic => Text.Profile_Academic,
        ExpertProfile.Industry => Text.Profile_Industry,
        ExpertProfile.Clinician => Text.Profile_Clinician,
    };

    /// <summary>1 to 3.</summary>
    public static string Confidence(int confidence) => confidence switch
    {
        1 => Text.Confidence_1,
        2 => Text.Confidence_2,
        _ => Text.Confidence_3,
    };

    public static string Score(decimal? score) => score?.ToString("0.0#", CultureInfo.CurrentCulture) ?? "–";

    public static string At(DateTimeOffset instant) => $"{Paris.Due(Paris.Day(instant))}, {Paris.Time(instant)} (Paris)";
}
