using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Labels;

/// <summary>Who signed a label, as they were called that day: a signed document stays as it was written.</summary>
/// <remarks>Role: "chair", "vice-chair", or "member" where one was elected to preside.</remarks>
public sealed record Signatory(string Name, string Role);

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
    /// <summary>Names the members below and what they mean; another set of members is another format.</summary>
    const string Format = "labelling-label-1";

    public byte[] Bytes => Encoding.UTF8.GetBytes(Content);

    public static Certificate Of(Label label, int version, Signatory signatory, LabelKeys keys, DateTimeOffset at)
    {
        var content = ContentOf(label, version, signatory, keys.Id, at);
        return new(label.Id, version, content, keys.Sign(Encoding.UTF8.GetBytes(content)), keys.Id, at);
    }

    /// <summary>Days are those of Europe/Paris, as yyyy-MM-dd.</summary>
    static string ContentOf(Label label, int version, Signatory signatory, string keyId, DateTimeOffset at) => CanonicalJson.Write(new JsonObject
    {
        ["call"] = Whole(label.Dossier.Call),
        ["certificate"] = new JsonObject { ["issuedOn"] = Day(Paris.Day(at)), ["keyId"] = keyId, ["version"] = version },
        ["dossier"] = new JsonObject { ["reference"] = label.Dossier.Reference, ["title"] = Whole(label.Dossier.Title), ["version"] = label.Dossier.Version },
        ["format"] = Format,
        ["fundingBody"] = Whole(label.Dossier.FundingBody),
        ["holder"] = Whole(label.Dossier.Organisation),
        ["issuedOn"] = Day(label.IssuedOn),
        ["kind"] = NameOf(label.Dossier.Award),
        ["number"] = label.Number.ToString(),
        ["programme"] = new JsonObject
        {
            ["code"] = Whole(label.Dossier.Programme),
            ["name"] = new JsonObject { ["en"] = Whole(label.Dossier.ProgrammeEnglish), ["fr"] = Whole(label.Dossier.ProgrammeFrench) },
            ["version"] = label.Dossier.ProgrammeVersion,
        },
        ["reservations"] = new JsonArray([.. label.Reservations.Select(reservation => new JsonObject
        {
            ["dueOn"] = Day(reservation.DueOn),
            ["liftedOn"] = reservation.LiftedOn is { } lifted ? Day(lifted) : null,
            ["owner"] = Whole(reservation.Owner),
            ["text"] = Whole(reservation.Text),
        })]),
        ["signatory"] = new JsonObject { ["name"] = Whole(signatory.Name), ["role"] = signatory.Role },
        ["validUntil"] = Day(label.ValidUntil),
    });

    static string NameOf(Award award) => award switch
    {
        Award.ProjectLabel => "project-label",
        Award.IdeaLabel => "idea-label",
        Award.ProductLabel => "product-label",
        Award.Prize => "prize",
        Award.Accelerator => "accelerator",
    };

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Half a letter, which has no bytes in UTF-8, is replaced as it would be when it is kept.</summary>
    static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
