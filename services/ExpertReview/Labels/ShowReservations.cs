using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.ExpertReview.Labels;

/// <summary>A reservation with what was said about it.</summary>
public sealed record ShownReservation(int Place, LabelReservation Reservation, IReadOnlyList<(Evidence Said, string By)> Answers);

/// <summary>The reservations of a label, for whoever reads the decision: the holder answers them, the chair lifts them.</summary>
public static class ShowReservations
{
    public static Task<IResult> Page(string number, LabelStore labels, LabelAccess access, PersonStore people, Caller caller, CancellationToken stop) =>
        Show(number, labels, access, people, caller, stop);

    public static async Task<IResult> Show(
        string number, LabelStore labels, LabelAccess access, PersonStore people, Caller caller, CancellationToken stop, FormRefusal? refused = null, Typed? typed = null)
    {
        if (await labels.Find(number, stop) is not { } label || !await access.MayRead(label, caller, stop))
            return Problems.NotFound();
        var answers = new List<(Evidence Said, string By)>();
        foreach (var said in await labels.EvidenceOf(label.Id, stop))
            answers.Add((said, (await people.Find(said.PersonId, stop))?.Name ?? ""));
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
