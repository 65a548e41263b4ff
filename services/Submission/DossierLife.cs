using System.Globalization;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Submission;

/// <summary>
/// Where a dossier is in its life, from what was deposited, what the interview came to and what was released. Between the gate and the
/// release nothing moves: whether it is reviewed, on an agenda or decided shows nowhere.
/// </summary>
public static class DossierLife
{
    public static IReadOnlyList<Step> Steps(DossierView dossier, IReadOnlyList<HistoryLine> history, InterviewHeard? interview)
    {
        var admitted = history.Any(line => line.Action is DossierAction.Admitted) || dossier.Decision is not null;
        var reached = Reached(dossier, admitted, interview?.OpensTheGate == true);
        var stopped = dossier.Status is DossierStatus.Inadmissible or DossierStatus.Withdrawn
            || dossier.Decision is { Outcome: DecisionOutcome.Refused or DecisionOutcome.SupportLetter } or { RevokedAt: not null };
        string[] names = [Text.Step_Deposit, Text.Step_Admissibility, Text.Step_Interview, Text.Step_Review, Text.Step_Session, Text.Step_Label, Text.Step_Funding];
        return
        [
            .. names.Select((name, place) => new Step(
                name,
                place < reached ? StepState.Done : place > reached ? StepState.Ahead : stopped ? StepState.Stopped : StepState.Current,
                Note(dossier, interview, place, reached))),
        ];
    }

    /// <summary>The place of the step it is at, from 0.</summary>
    static int Reached(DossierView dossier, bool admitted, bool gateOpen) => dossier.Decision switch
    {
        { Outcome: DecisionOutcome.Refused or DecisionOutcome.SupportLetter } or { RevokedAt: not null } => 5,
        { Outcome: DecisionOutcome.Labelled or DecisionOutcome.LabelledWithReservations } => 6,
        _ when dossier.Version == 0 => 0,
        _ when !admitted || dossier.Status is DossierStatus.Submitted or DossierStatus.CorrectionRequested or DossierStatus.Inadmissible => 1,
        _ when dossier.AdjournedAt is not null => 4,
        _ => gateOpen ? 3 : 2,
    };

    static string? Note(DossierView dossier, InterviewHeard? interview, int place, int reached) => place switch
    {
        _ when place == reached && dossier.Status is DossierStatus.Withdrawn => Text.Status_Withdrawn,
        0 when dossier.FirstSubmittedAt is { } at => Paris.Written(Paris.Day(at)),
        1 when dossier.Correction is { } correction => string.Format(CultureInfo.CurrentCulture, Text.Step_CorrectionDue, Paris.Written(correction.DueOn)),
        1 when dossier.Status is DossierStatus.Inadmissible => Text.Status_Inadmissible,
        2 when interview is { LastWord: InterviewWord.Waived } && reached > 2 => Text.Step_Waived,
        4 when reached == 4 => Text.Step_Adjourned,
        5 when dossier.Decision is { RevokedAt: not null } => Text.Step_Revoked,
        5 when dossier.Decision is { } decision => decision.LabelNumber ?? DossierWords.Name(decision.Outcome),
        _ => null,
    };
}
