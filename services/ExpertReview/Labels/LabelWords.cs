using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Labels;

/// <summary>Words of labels on pages.</summary>
static class LabelWords
{
    public static string Name(LabelStatus status) => status switch
    {
        LabelStatus.InForce => Text.LabelStatus_InForce,
        LabelStatus.WithReservations => Text.LabelStatus_WithReservations,
        LabelStatus.Expired => Text.LabelStatus_Expired,
        LabelStatus.Revoked => Text.LabelStatus_Revoked,
    };

    public static string Kind(LabelStatus status) => status switch
    {
        LabelStatus.InForce => "done",
        LabelStatus.WithReservations => "waiting",
        LabelStatus.Expired => "info",
        LabelStatus.Revoked => "late",
    };

    /// <summary>What anybody who checks it can do with it, in a sentence.</summary>
    public static string Meaning(LabelCheck label) => label.Status switch
    {
        LabelStatus.InForce => Said(Text.LabelMeaning_InForce, Paris.Written(label.ValidUntil)),
        LabelStatus.WithReservations when label.OpenReservations == 1 => Said(Text.LabelMeaning_WithReservation, Paris.Written(label.ValidUntil)),
        LabelStatus.WithReservations => Said(Text.LabelMeaning_WithReservations, Paris.Written(label.ValidUntil), label.OpenReservations),
        LabelStatus.Expired => Said(Text.LabelMeaning_Expired, Paris.Written(label.ValidUntil)),
        LabelStatus.Revoked => Said(Text.LabelMeaning_Revoked, Paris.Written(label.RevokedOn ?? label.IssuedOn)),
    };

    public static string Kind(Award award) => award switch
    {
        Award.ProjectLabel => Text.Award_ProjectLabel,
        Award.IdeaLabel => Text.Award_IdeaLabel,
        Award.ProductLabel => Text.Award_ProductLabel,
        Award.Prize => Text.Award_Prize,
        Award.Accelerator => Text.Award_Accelerator,
    };

    /// <summary>As the signed content names it.</summary>
    public static string KindOf(string kind) => kind switch
    {
        "project-label" => Text.Award_ProjectLabel,
        "idea-label" => Text.Award_IdeaLabel,
        "product-label" => Text.Award_ProductLabel,
        "prize" => Text.Award_Prize,
        "accelerator" => Text.Award_Accelerator,
        var other => other,
    };

    /// <summary>What the certificate is of.</summary>
    public static string Title(SignedLabel says) => Said(says.Kind switch
    {
        "prize" => Text.Certificate_TitlePrize,
        "accelerator" => Text.Certificate_TitleAccelerator,
        _ => Text.Certificate_Title,
    }, says.Number);

    /// <summary>What the committee did, in a sentence.</summary>
    public static string Finding(SignedLabel says) => Said(says.Kind switch
    {
        "prize" => Text.Certificate_FindingPrize,
        "accelerator" => Text.Certificate_FindingAccelerator,
        _ => Text.Certificate_Finding,
    }, says.Holder, says.Dossier.Title);

    /// <summary>How large a file is, and what the scanner says.</summary>
    public static string About(EvidenceFile file)
    {
        var size = Said(Text.Evidence_Size, Math.Max(1, file.Bytes / 1024m));
        return file.Scan switch
        {
            ScanState.Clean => size,
            ScanState.NotScanned => $"{size}, {Text.Evidence_NotScanned}",
            ScanState.Waiting => $"{size}, {Text.Evidence_Waits}",
            ScanState.Infected => $"{size}, {Text.Evidence_Infected}",
        };
    }

    public static string RoleOf(string role) => role switch
    {
        Roles.Chair => Text.Signatory_Chair,
        Roles.ViceChair => Text.Signatory_ViceChair,
        _ => Text.Signatory_Member,
    };

    public static string Said(string text, params object[] values) => string.Format(CultureInfo.CurrentCulture, text, values);
}
