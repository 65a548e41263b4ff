using System.Text;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Labels;

/// <summary>Who signed a label, as they were called that day: a signed document stays as it was written.</summary>
/// <remarks>Role: "chair", "vice-chair", or "member" where one was elected to preside.</remarks>
public sealed record Signatory(string Name, string Role);

/// <summary>What a label says. Days are those of Europe/Paris. Another set of members is another format.</summary>
/// <remarks>
/// Call, FundingBody: The desk it was given for.
/// Certificate: Which version this is, of when, and which of the published keys checks it.
/// CoLabelledBy: Other clusters that labelled the same dossier, each by its own decision.
/// Holder: The lead organisation.
/// </remarks>
public sealed record SignedLabel(
    string Call, SignedLabel.Issue Certificate, IReadOnlyList<SignedLabel.Cluster> CoLabelledBy, SignedLabel.Deposit Dossier, string Format, string FundingBody,
    string Holder, DateOnly IssuedOn, string Kind, string Number, SignedLabel.Award Programme, IReadOnlyList<LabelReservation> Reservations, Signatory Signatory,
    DateOnly ValidUntil)
{
    public const string CurrentFormat = "labelling-label-1";

    public sealed record Issue(DateOnly IssuedOn, string KeyId, int Version);

    public sealed record Cluster(string Name, DateOnly LabelledOn);

    public sealed record Deposit(string Reference, string Title, int Version);

    public sealed record Award(string Code, Names Name, int Version);

    public sealed record Names(string En, string Fr);
}

/// <summary>
/// What a label says, signed. It is issued again, as the next version, when a reservation is lifted; the versions before stay as they
/// were. That it was revoked or has expired is not in it: the check page tells.
/// </summary>
/// <remarks>
/// Content: Canonical JSON; its UTF-8 bytes are what is signed.
/// KeyId: Which of the published keys checks it.
/// </remarks>
public sealed record Certificate(Guid LabelId, int Version, string Content, byte[] Signature, string KeyId, DateTimeOffset At)
{
    public byte[] Bytes => Encoding.UTF8.GetBytes(Content);

    public SignedLabel Says => Json.Read<SignedLabel>(Content);

    /// <summary>The first version.</summary>
    public static Certificate Of(Label label, Signatory signatory, LabelKeys keys, DateTimeOffset at) => Of(label, 1, [], signatory, keys, at);

    /// <summary>The version after another, with what has changed since, and a cluster more where one labelled too.</summary>
    public static Certificate After(Certificate before, Label now, Signatory signatory, LabelKeys keys, DateTimeOffset at, CoDecision? also = null) => Of(
        now, before.Version + 1,
        [
            .. before.Says.CoLabelledBy.Concat(also is null ? [] : [new(also.Cluster, also.DecidedOn)])
                .OrderBy(cluster => cluster.LabelledOn).ThenBy(cluster => cluster.Name, StringComparer.Ordinal),
        ], signatory, keys, at);

    static Certificate Of(Label label, int version, IReadOnlyList<SignedLabel.Cluster> clusters, Signatory signatory, LabelKeys keys, DateTimeOffset at)
    {
        var dossier = label.Dossier;
        var says = new SignedLabel(
            dossier.Call, new(Paris.Day(at), keys.Id, version), clusters, new(dossier.Reference, dossier.Title, dossier.Version), SignedLabel.CurrentFormat,
            dossier.FundingBody, dossier.Organisation, label.IssuedOn, NameOf(dossier.Award), label.Number.ToString(),
            new(dossier.Programme, new(dossier.ProgrammeEnglish, dossier.ProgrammeFrench), dossier.ProgrammeVersion),
            label.Reservations, signatory, label.ValidUntil);
        var content = CanonicalJson.Write(JsonSerializer.SerializeToNode(says, Json.Options));
        return new(label.Id, version, content, keys.Sign(Encoding.UTF8.GetBytes(content)), keys.Id, at);
    }

    static string NameOf(Award award) => award switch
    {
        Award.ProjectLabel => "project-label",
        Award.IdeaLabel => "idea-label",
        Award.ProductLabel => "product-label",
        Award.Prize => "prize",
        Award.Accelerator => "accelerator",
    };
}
