namespace Labelling.Submission;

/// <summary>A status in the middle of a sentence about "the dossier", "le dossier".</summary>
public static class DossierWords
{
    public static string English(this DossierStatus status) => status switch
    {
        DossierStatus.Draft => "a draft",
        DossierStatus.Submitted => "submitted",
        DossierStatus.CorrectionRequested => "back with its holder for a correction",
        DossierStatus.Admissible => "admissible",
        DossierStatus.Inadmissible => "inadmissible",
        DossierStatus.Withdrawn => "withdrawn",
        DossierStatus.Decided => "decided",
    };

    public static string French(this DossierStatus status) => status switch
    {
        DossierStatus.Draft => "à l'état de brouillon",
        DossierStatus.Submitted => "déposé",
        DossierStatus.CorrectionRequested => "chez son porteur pour correction",
        DossierStatus.Admissible => "recevable",
        DossierStatus.Inadmissible => "irrecevable",
        DossierStatus.Withdrawn => "retiré",
        DossierStatus.Decided => "décidé",
    };
}
