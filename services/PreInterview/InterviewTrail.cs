using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using static Labelling.Hosting.HolderReads;

namespace Labelling.PreInterview;

/// <summary>What happened to the interviews of a dossier, line by line: everything for the office, for holders the part that concerns them.</summary>
public sealed class InterviewTrail(Database database, InterviewStore interviews, KnownStore known)
{
    // A dossier has few rounds.
    const int Rounds = 100;

    /// <summary>Written by hand: an act that is not here is nothing to a holder.</summary>
    public static readonly TrailTable Table = new(
        new("interview.opened", "Opened the interview", "A ouvert l'entretien", Always),
        new("interview.experts-proposed", "Proposed experts", "A proposé des experts", Always),
        new("interview.booked", "Booked the interview", "A réservé l'entretien", Always),
        new("interview.moved", "Moved the interview to another time", "A déplacé l'entretien", Always),
        new("interview.version-taken", "Took in the newer version of the dossier", "A pris en compte la nouvelle version du dossier", Always),
        new("interview.correction-awaited", "Waits for the correction of the dossier", "Attend la correction du dossier", Always),
        new("interview.booking-cancelled", "Gave the booked time back", "A rendu le créneau réservé", Always),
        new("interview.no-show", "Recorded that the holder did not come", "A noté l'absence du porteur", Always),
        new("interview.held", "Recorded that the interview took place", "A noté que l'entretien a eu lieu", Always),
        new("interview.concluded", "Concluded the interview", "A conclu l'entretien", Always),
        new("interview.replied", "Answered the conclusion", "A répondu à la conclusion", Always),
        new("interview.cancelled", "Cancelled the interview", "A annulé l'entretien", Always),
        new("interview.waived", "Did without the interview", "A dispensé d'entretien", Always));

    /// <summary>Of one interview; null: there is none whose trail this caller may read.</summary>
    public async Task<TrailView?> OfInterview(Guid id, Caller caller, CancellationToken stop) =>
        await interviews.See(id, Viewer.Of(caller), stop) is { } seen ? await Of([seen], caller, withDossier: false, stop) : null;

    /// <summary>Of all interviews of a dossier; null: there is none whose trail this caller may read.</summary>
    public async Task<TrailView?> OfDossier(Guid dossierId, Caller caller, CancellationToken stop) =>
        await Of((await interviews.List(Viewer.Of(caller), dossierId, null, 1, Rounds, stop)).Page, caller, withDossier: true, stop);

    async Task<TrailView?> Of(IReadOnlyList<SeenInterview> seen, Caller caller, bool withDossier, CancellationToken stop)
    {
        // An expert sees the interview, and nothing of what others did about it.
        var readable = seen.Where(one => one.Stance.May(Act.ReadInterviewTrail)).ToList();
        if (readable.Count == 0)
            return null;
        var entries = await AuditTrail.Of(
            database, [.. readable.Select(one => one.Interview.Id), .. withDossier ? readable.Select(one => one.Dossier.Id).Distinct() : []], stop);
        var names = (await known.Persons([.. entries.Select(entry => entry.PersonId).OfType<Guid>().Distinct()], stop))
            .ToDictionary(person => person.Key, person => person.Value.Name);
        return readable.Any(one => one.Stance.Is(Who.Holder | Who.CoHolder))
            ? Table.ForHolder(entries, readable.SelectMany(one => one.Dossier.HolderIds).ToHashSet(), names)
            : Table.ForOffice(entries, names);
    }
}

public static class ShowInterviewTrail
{
    public static async Task<Results<Ok<TrailView>, NotFoundProblem>> Handle(Guid id, InterviewTrail trail, Caller caller, CancellationToken stop) =>
        await trail.OfInterview(id, caller, stop) is { } lines ? TypedResults.Ok(lines) : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<TrailFragment>, NoContent>> Fragment(Guid dossier, InterviewTrail trail, Caller caller, CancellationToken stop) =>
        TrailFragments.Show(TrailOf.Interviews, await trail.OfDossier(dossier, caller, stop));
}
