using Labelling.ExpertReview.Experts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

/// <summary>Refusals that several steps share.</summary>
public static class Refusals
{
    /// <summary>Null: review may begin or go on.</summary>
    public static Refusal? GateOf(DossierUnderReview dossier) => dossier switch
    {
        { ReviewMayBegin: true } => null,
        { Withdrawn: true } => GateClosed("the dossier was withdrawn", "le dossier a été retiré"),
        { Inadmissible: true } => GateClosed("the dossier is inadmissible", "le dossier est irrecevable"),
        { CorrectionPending: true } => GateClosed("a correction of the dossier is awaited", "une correction du dossier est attendue"),
        _ when dossier.AdmittedVersion != dossier.Version => GateClosed(
            $"version {dossier.Version} of the dossier is not admitted", $"la version {dossier.Version} du dossier n'est pas déclarée recevable"),
        { Programme: null } => GateClosed("the dossier's programme is not known yet", "le programme du dossier n'est pas encore connu"),
        _ => GateClosed(
            "the preliminary interview has not ended with \"proceed\" and was not waived",
            "le pré-entretien n'a pas conclu favorablement et n'a pas été levé"),
    };

    static Refusal GateClosed(string english, string french) => new("review.gate-closed",
        $"The dossier may not be reviewed: {english}.", $"Le dossier ne peut pas être expertisé : {french}.");

    /// <summary>For the office, which may know why.</summary>
    public static Refusal InConflict(IReadOnlyList<Conflict> conflicts) => new("review.conflict",
        $"There is a conflict of interest: {string.Join(' ', conflicts.Select(conflict => conflict.English))}",
        $"Il y a un conflit d'intérêts : {string.Join(' ', conflicts.Select(conflict => conflict.French))}");

    /// <summary>For the expert: the reasons may tell more than they may know, as that the holder challenged them.</summary>
    public static Refusal InConflictForExpert { get; } = new("review.conflict",
        "A conflict of interest was detected between you and this dossier. Decline, or declare the conflict; the office can tell you more.",
        "Un conflit d'intérêts a été détecté entre vous et ce dossier. Déclinez, ou déclarez le conflit ; les permanents peuvent vous en dire plus.");

    public static ConflictProblem ReviewsClosed() => Problems.Conflict("review.closed",
        "The committee has the reviews of this dossier before it: nothing can be changed any more.",
        "Les expertises de ce dossier sont devant le comité : plus rien ne peut être modifié.");

    public static ConflictProblem WrongStatus(string code, Invitation invitation, string english, string french) => Problems.Conflict(code,
        $"{english} Where it is: {ReviewWords.Name(invitation.Status)}.", $"{french} Où elle en est : {ReviewWords.Name(invitation.Status)}.");
}
