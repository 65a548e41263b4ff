using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

public sealed record RegisterLine(
    string Number, LabelStatus Status, string Title, string Organisation, string Call, string FundingBody, string Programme,
    DateOnly IssuedOn, DateOnly ValidUntil);

/// <remarks>Kind: What the programme awards.</remarks>
public sealed record LabelCheck(
    string Number, LabelStatus Status, string Title, string Organisation, string Reference, int Version, string Call, string FundingBody,
    string Programme, Award Kind, DateOnly IssuedOn, DateOnly ValidUntil, DateOnly? RevokedOn, long Revision);

/// <summary>For anybody, without an account. Refusals are in none of it.</summary>
public static class ReadLabels
{
    public static async Task<Results<Ok<PageOf<RegisterLine>>, ValidationProblem>> Register(
        LabelStore labels, TimeProvider clock, CancellationToken stop, string? query = null, int page = 1)
    {
        if (ListPage.WhyNot(page) is { } refused)
            return refused;
        if (query is { Length: > 200 })
            return Problems.Invalid("query", "Search for at most 200 characters.", "Cherchez au plus 200 caractères.");
        var today = Paris.Day(clock.GetUtcNow());
        var (found, total) = await labels.Register(string.IsNullOrWhiteSpace(query) ? null : query.Trim(), today, page, stop);
        return TypedResults.Ok(new PageOf<RegisterLine>(
            [
                .. found.Select(label => new RegisterLine(
                    label.Number.ToString(), label.StatusOn(today), label.Dossier.Title, label.Dossier.Organisation, label.Dossier.Call,
                    label.Dossier.FundingBody, Words.Say(label.Dossier.ProgrammeEnglish, label.Dossier.ProgrammeFrench),
                    label.IssuedOn, label.ValidUntil)),
            ],
            page, LabelStore.PageSize, total));
    }

    public static async Task<Results<Ok<LabelCheck>, NotFoundProblem>> Check(
        string number, LabelStore labels, TimeProvider clock, CancellationToken stop) =>
        await labels.Find(number, stop) is { } label ? TypedResults.Ok(View(label, Paris.Day(clock.GetUtcNow()))) : Problems.NotFound();

    internal static LabelCheck View(Label label, DateOnly today) => new(
        label.Number.ToString(), label.StatusOn(today), label.Dossier.Title, label.Dossier.Organisation, label.Dossier.Reference,
        label.Dossier.Version, label.Dossier.Call, label.Dossier.FundingBody,
        Words.Say(label.Dossier.ProgrammeEnglish, label.Dossier.ProgrammeFrench), label.Dossier.Award, label.IssuedOn, label.ValidUntil,
        label.Revocation is { } revocation ? Paris.Day(revocation.At) : null, label.Revision);
}
