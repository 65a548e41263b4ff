using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>Those who hold the dossier say how a reservation was met, and where in the dossier that is shown. The chair decides whether it is lifted.</summary>
public static class AnswerReservation
{
    public sealed record Request(int Place, string Text, string? Address = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules(string dossier)
        {
            RuleFor(request => request.Place).GreaterThan(0);
            RuleFor(request => request.Text).NotEmpty().MaximumLength(5000);
            RuleFor(request => request.Address).MaximumLength(500)
                .Must(address => address is null || (address.StartsWith(dossier, StringComparison.Ordinal) && Pages.IsLocal(address)))
                .Says($"Give an address of this dossier here: one that begins with {dossier}.", $"Donnez une adresse de ce dossier ici : une adresse qui commence par {dossier}.");
        }
    }

    public static Task<Results<NoContent, ValidationProblem, UploadRefused, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        string number, Request request, LabelStore labels, LabelAccess access, EvidenceFileStore files, EvidenceFolder folder, IScanner scanner, Caller caller, TimeProvider clock,
        CancellationToken stop) =>
        Handle(number, request, null, labels, access, files, folder, scanner, caller, clock, stop);

    static async Task<Results<NoContent, ValidationProblem, UploadRefused, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        string number, Request request, IFormFile? sent, LabelStore labels, LabelAccess access, EvidenceFileStore files, EvidenceFolder folder, IScanner scanner, Caller caller,
        TimeProvider clock, CancellationToken stop)
    {
        if (await labels.Find(number, stop) is not { } label)
            return Problems.NotFound();
        if (!await access.May(Act.AnswerReservation, label, caller, stop))
            return await access.MayRead(label, caller, stop) ? Problems.Forbidden(NotHolder) : Problems.NotFound();
        if (new Rules($"/dossiers/{label.DossierId}").Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var at = clock.GetUtcNow();
        if (!label.IsOpen(request.Place, Paris.Day(at)))
            return Problems.Conflict(LiftReservation.NotOpen);
        if (sent is not null && await files.Count(label.Id, request.Place, stop) >= EvidenceFile.Most)
            return Problems.Conflict("evidence.too-many",
                $"file: {EvidenceFile.Most} files came for this reservation, and no more can: say where in the dossier the rest is.",
                $"file : {EvidenceFile.Most} fichiers sont arrivés pour cette réserve, c'est le maximum : dites où dans le dossier se trouve le reste.");
        var (file, refused) = sent is null ? (null, null) : await Upload.Take(sent, "file", folder.Files, scanner, stop);
        if (refused is not null)
            return refused;
        var evidence = new Evidence
        {
            Id = Guid.CreateVersion7(at),
            Place = request.Place,
            PersonId = caller.PersonId,
            At = at,
            Text = request.Text.Trim(),
            Address = request.Address,
        };
        await labels.Answer(label, evidence, file is null ? null : EvidenceFile.Of(evidence.Id, file), caller.Actor(Roles.Holder), stop);
        return TypedResults.NoContent();
    }

    static readonly Refusal NotHolder = new("reservation.not-yours",
        "Those who hold the dossier say how a reservation was met.", "Ceux qui portent le dossier disent comment une réserve a été satisfaite.");

    public static async Task<IResult> HandleForm(
        string number, HttpRequest http, LabelStore labels, LabelAccess access, Experts.PersonStore people, EvidenceFileStore evidence, EvidenceFolder folder, IScanner scanner,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var typed = await Typed.Of(http, stop);
        var place = typed.Whole("place") ?? 0;
        var refused = FormRefusal.Of(typed);
        if (refused is null)
        {
            // A browser sends a field of files that was left alone as one without name and content.
            var sent = (await SentForm.Of(http, stop)).Files["file"] is { } file && (file.Length > 0 || file.FileName.Length > 0) ? file : null;
            var answer = await Handle(number, new(place, typed.Text("text"), typed["address"]), sent, labels, access, evidence, folder, scanner, caller, clock, stop);
            if (answer.Result is NoContent)
                return Pages.SeeOther($"/labels/{number}/reservations", Text.Reservation_Answered);
            if (answer.Result is NotFoundProblem nothing)
                return nothing;
            refused = FormRefusal.Of(answer);
        }
        return await ShowReservations.Show(number, labels, access, people, evidence, caller, stop, refused, typed);
    }
}
