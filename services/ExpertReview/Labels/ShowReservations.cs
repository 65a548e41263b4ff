using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.ExpertReview.Labels;

/// <summary>A reservation with what was said about it.</summary>
public sealed record ShownReservation(int Place, LabelReservation Reservation, IReadOnlyList<ShownEvidence> Answers);

/// <summary>What was said, by whom, with the files that came with it.</summary>
public sealed record ShownEvidence(Evidence Said, string By, IReadOnlyList<EvidenceFile> Files);

/// <summary>The reservations of a label, for whoever reads the decision: the holder answers them, the chair lifts them.</summary>
public static class ShowReservations
{
    public static Task<IResult> Page(string number, LabelStore labels, LabelAccess access, PersonStore people, EvidenceFileStore evidence, Caller caller, CancellationToken stop) =>
        Show(number, labels, access, people, evidence, caller, stop);

    public static async Task<IResult> Show(
        string number, LabelStore labels, LabelAccess access, PersonStore people, EvidenceFileStore evidence, Caller caller, CancellationToken stop, FormRefusal? refused = null, Typed? typed = null)
    {
        if (await labels.Find(number, stop) is not { } label || !await access.MayRead(label, caller, stop))
            return Problems.NotFound();
        var files = (await evidence.OfLabel(label.Id, stop)).ToLookup(file => file.EvidenceId);
        var answers = new List<ShownEvidence>();
        foreach (var said in await labels.EvidenceOf(label.Id, stop))
            answers.Add(new(said, (await people.Find(said.PersonId, stop))?.Name ?? "", [.. files[said.Id]]));
        return Pages.Show<ReservationsPage>(new
        {
            Label = label,
            Reservations = label.Reservations.Select((reservation, index) =>
                new ShownReservation(index + 1, reservation, [.. answers.Where(answer => answer.Said.Place == index + 1)])).ToList(),
            Answers = label.Revocation is null && await access.May(Act.AnswerReservation, label, caller, stop),
            Lifts = label.Revocation is null && await access.StandingOn(label, caller, stop) is { } standing && standing.May(Act.LiftReservation),
            Errors = refused?.Errors ?? FieldErrors.None,
            Typed = typed ?? Typed.Nothing,
        }, refused?.Status ?? 200);
    }
}
