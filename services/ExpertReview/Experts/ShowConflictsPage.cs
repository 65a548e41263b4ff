using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

/// <summary>A person and a dossier between whom there is a conflict of interest, with its sentences.</summary>
public sealed record ConflictLine(Guid PersonId, string Name, Guid DossierId, string Reference, string Acronym, IReadOnlyList<Conflict> Conflicts);

/// <summary>
/// The conflicts of interest of an expert with the dossiers under review, or of a dossier with the experts of the pool: as they are
/// detected now. Only the office reads it, and not of a dossier in which it has another part.
/// </summary>
public static class ShowConflictsPage
{
    public static async Task<Results<RazorComponentResult<ConflictsPage>, NotFoundProblem>> Page(
        Guid? expert, Guid? dossier, Caller caller, ExpertStore experts, PersonStore people, DossierStore dossiers, ConflictStore conflicts, CancellationToken stop)
    {
        if (dossier is { } dossierId)
        {
            if (await dossiers.Find(dossierId, stop) is not { } about || !(await conflicts.StandingOn(caller, dossierId, stop)).May(Act.SeeAssignment))
                return Problems.NotFound();
            var lines = new List<ConflictLine>();
            var graph = await conflicts.Graph(stop);
            foreach (var both in await experts.All(stop))
                if (graph.Between(both.Expert.PersonId, dossierId) is { Count: > 0 } found)
                    lines.Add(new(both.Expert.PersonId, both.Person.Name, dossierId, about.Reference, about.Acronym, found));
            return Pages.Show<ConflictsPage>(new { About = $"{about.Acronym} ({about.Reference})", Lines = lines, OfDossier = true });
        }
        if (expert is { } personId && await people.Find(personId, stop) is { } person && await experts.Find(personId, stop) is not null)
        {
            var lines = new List<ConflictLine>();
            var graph = await conflicts.Graph(stop);
            var standings = await conflicts.StandingOnAll(caller, graph, stop);
            foreach (var open in (await dossiers.SeenBy(caller.PersonId, Stance.Roles(caller.Roles), stop)).Where(one => one is { ReviewsClosedAt: null, Withdrawn: false, Inadmissible: false }))
                if (standings.GetValueOrDefault(open.Id, Stance.Unknown).May(Act.SeeAssignment) && graph.Between(personId, open.Id) is { Count: > 0 } found)
                    lines.Add(new(personId, person.Name, open.Id, open.Reference, open.Acronym, found));
            return Pages.Show<ConflictsPage>(new { About = person.Name, Lines = lines, OfDossier = false });
        }
        return Problems.NotFound();
    }
}
