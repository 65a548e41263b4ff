using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>Refusals that several acts share.</summary>
static class InterviewRefusals
{
    /// <summary>The status does not allow the act.</summary>
    public static ConflictProblem NotFromHere(Interview interview, string english, string french) => Problems.Conflict(
        "interview.status",
        $"This interview is {English(interview.Status)}: it cannot be {english}.",
        $"Ce pré-entretien est {French(interview.Status)} : il ne peut pas être {french}.");

    public static ConflictProblem NotBegun() => Problems.Conflict(
        "interview.not-begun",
        "The booked slot has not begun yet. Come back once it has.",
        "Le créneau réservé n'a pas encore commencé. Revenez quand il aura commencé.");

    public static ConflictProblem SlotTaken() => Problems.Conflict(
        "interview.slot-taken",
        "This slot is booked already. Choose another one.",
        "Ce créneau est déjà réservé. Choisissez-en un autre.");

    public static UnprocessableProblem Conflicting(IReadOnlyList<ConflictOfInterest> conflicts) => Problems.Unprocessable(
        "interview.conflict",
        string.Join(' ', conflicts.Select(conflict => conflict.English)),
        string.Join(' ', conflicts.Select(conflict => conflict.French)));

    static string English(InterviewStatus status) => status switch
    {
        InterviewStatus.ToSchedule => "to be scheduled",
        InterviewStatus.SlotsProposed => "waiting for a booking",
        InterviewStatus.Booked => "booked",
        InterviewStatus.Held => "held",
        InterviewStatus.Concluded => "concluded",
        InterviewStatus.Cancelled => "cancelled",
        InterviewStatus.Waived => "waived",
    };

    static string French(InterviewStatus status) => status switch
    {
        InterviewStatus.ToSchedule => "à planifier",
        InterviewStatus.SlotsProposed => "en attente de réservation",
        InterviewStatus.Booked => "réservé",
        InterviewStatus.Held => "tenu",
        InterviewStatus.Concluded => "conclu",
        InterviewStatus.Cancelled => "annulé",
        InterviewStatus.Waived => "dispensé",
    };
}
