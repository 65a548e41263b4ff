using FluentValidation;

namespace Labelling.Submission.Planning;

/// <summary>
/// How much time the steps of a programme take, in calendar days: what the dates of a plan are counted back by, together with the
/// programme's review days. Nothing outside prescribes them: the usual ones are this program's, and each programme sets its own.
/// </summary>
/// <param name="AdmissionDays">From the deposit until the office has admitted it, 1 to 60; usually 5.</param>
/// <param name="InterviewLeadDays">From the admission to the interview: to find an expert and a slot, 1 to 90; usually 14.</param>
/// <param name="AssignmentDays">From the interview until experts have accepted to review, 1 to 60; usually 5.</param>
/// <param name="AgendaDays">From the last review to the session: synthesis and agenda, 1 to 60; usually 7.</param>
/// <param name="FilingDays">From the session to the call's closing: to release the decision and file the application, 1 to 60; usually 7.</param>
/// <param name="WarnDays">So many days before the last useful day of the next step a plan turns amber, 1 to 60; usually 14.</param>
public sealed record PlanSettings(
    int AdmissionDays = 5, int InterviewLeadDays = 14, int AssignmentDays = 5, int AgendaDays = 7, int FilingDays = 7, int WarnDays = 14)
{
    /// <summary>What a programme has that says nothing else.</summary>
    public static readonly PlanSettings Usual = new();
}

/// <summary>The shape of a programme's times.</summary>
public sealed class PlanSettingsShape : AbstractValidator<PlanSettings>
{
    public PlanSettingsShape()
    {
        RuleFor(plan => plan.AdmissionDays).InclusiveBetween(1, 60);
        RuleFor(plan => plan.InterviewLeadDays).InclusiveBetween(1, 90);
        RuleFor(plan => plan.AssignmentDays).InclusiveBetween(1, 60);
        RuleFor(plan => plan.AgendaDays).InclusiveBetween(1, 60);
        RuleFor(plan => plan.FilingDays).InclusiveBetween(1, 60);
        RuleFor(plan => plan.WarnDays).InclusiveBetween(1, 60);
    }
}
