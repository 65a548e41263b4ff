using Labelling.ExpertReview.Experts;

namespace Labelling.ExpertReview.Sessions;

/// <summary>
/// Finds the members who may not take part in a dossier's item: conflicts of interest, and those who review it as experts.
/// </summary>
public sealed class DetectRecusals(ConflictStore conflicts, TimeProvider clock)
{
    public async Task<IReadOnlyList<Recusal>> Among(IEnumerable<Seat> members, IReadOnlyCollection<Guid> dossierIds, CancellationToken stop)
    {
        var found = new List<Recusal>();
        var graph = await conflicts.Graph(stop);
        foreach (var seat in members)
        {
            foreach (var dossierId in dossierIds)
            {
                if (await Reasons(graph, seat.PersonId, dossierId, stop) is { Count: > 0 } reasons)
                {
                    found.Add(new(
                        dossierId, seat.PersonId, RecusalKind.Detected,
                        string.Join(" ", reasons.Select(conflict => conflict.English)),
                        string.Join(" ", reasons.Select(conflict => conflict.French)),
                        clock.GetUtcNow()));
                }
            }
        }
        return found;
    }

    async Task<IReadOnlyList<Conflict>> Reasons(ConflictGraph graph, Guid personId, Guid dossierId, CancellationToken stop)
    {
        var between = graph.Between(personId, dossierId);
        return between.Count > 0 || !await conflicts.ActsOn(personId, dossierId, stop)
            ? between
            :
            [
                new Conflict("expert",
                    "because this person reviews the dossier as an expert.",
                    "parce que cette personne expertise le dossier."),
            ];
    }
}
