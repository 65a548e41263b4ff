using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

public sealed record DecisionLine(
    Guid ItemId, Guid DossierId, string Reference, string Title, int Version, Decision Decision, string? Reasons,
    IReadOnlyList<LabelReservation> Reservations, Guid? ToSessionId, string? ToSessionTitle, string? LabelNumber, DateTimeOffset ReleasedAt);

public sealed record DecisionList(IReadOnlyList<DecisionLine> Items, int Page);

/// <summary>Released decisions: of their own dossiers for holders, of all for the office and the chairs.</summary>
public static class ReadDecisions
{
    public static async Task<Results<Ok<DecisionList>, ValidationProblem>> Handle(
        LabelStore labels, Caller caller, CancellationToken stop, Guid? dossierId = null, int page = 1)
    {
        if (ListPage.WhyNot(page) is { } refused)
            return refused;
        var decisions = await labels.Decisions(caller.PersonId, Stance.Roles(caller.Roles), dossierId, page, stop);
        return TypedResults.Ok(new DecisionList([.. decisions.Select(Line)], page));
    }

    public static DecisionLine Line(LabelStore.ReleasedDecision row)
    {
        var dossier = Json.Read<DossierOnAgenda>(row.Dossier);
        return new(
            row.Id, row.DossierId, dossier.Reference, dossier.Title, dossier.Version, row.Decision, row.Reasons,
            Json.Read<LabelReservation[]>(row.Reservations), row.ToSessionId, row.ToSessionTitle, row.LabelNumber, row.ReleasedAt);
    }
}
