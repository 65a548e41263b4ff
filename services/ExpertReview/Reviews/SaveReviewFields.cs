using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

/// <summary>Saves what was typed into a review, field by field, as it is typed; two windows of one expert both win.</summary>
public static class SaveReviewFields
{
    /// <summary>From: the value the change was made from, as it was last given out.</summary>
    public sealed record Request(IReadOnlyList<FieldTyped> Changes);

    internal sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Changes).NotEmpty().Must(changes => changes is null || changes.Count <= 200)
                .Says("Send between 1 and 200 changed fields.", "Envoyez entre 1 et 200 champs modifiés.");
            RuleForEach(request => request.Changes).NotNull().Must(change => change is null || change.Field is { Length: >= 1 and <= 200 })
                .Says("Name the field, in at most 200 characters.", "Nommez le champ, en 200 caractères au plus.");
        }
    }

    /// <summary>Value: as it is kept from now on, to be sent as the From of the next change.</summary>
    public sealed record Saved(string Field, string? Value);

    /// <summary>Theirs: what stands in the field now. Shown: the same as a reader sees it. Gone: never, a grid loses no criterion while it is written on.</summary>
    public sealed record Conflict(string Field, string? Theirs, string? Shown, string? Yours, bool Gone, string Said);

    public sealed record Mistake(string Field, string? Yours, string Said);

    /// <summary>Every change of the request is in one of the three lists.</summary>
    public sealed record Answer(
        long Revision, DateTimeOffset SavedAt, string SavedAtShown, IReadOnlyList<Saved> Saved, IReadOnlyList<Conflict> Conflicts, IReadOnlyList<Mistake> Mistakes);

    const int Tries = 8;

    public static async Task<Results<Ok<Answer>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, InvitationStore invitations, DossierStore dossiers, ConflictStore conflicts,
        InvitationReader reader, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await invitations.FindOwn(id, caller.PersonId, stop) is not { } invitation
                || await dossiers.Find(invitation.DossierId, stop) is not { } dossier)
                return Problems.NotFound();
            switch (await WriteReview.WhyNot(invitation, dossier, conflicts, stop))
            {
                case ConflictProblem refused:
                    return refused;
                case UnprocessableProblem refused:
                    return refused;
            }
            if (await reader.GridOf(invitation, dossier, stop) is not { } grid)
                return Refusals.GateOf(dossier) is { } closed ? Problems.Unprocessable(closed) : Problems.NotFound();
            var merged = ReviewFields.Merge(invitation.Review, grid, request.Changes);
            var now = invitation;
            if (merged.Taken.Any(one => ReviewFields.Read(invitation.Review, one.Field) != one.To))
            {
                now = invitation.Write(merged.Review) ?? throw new InvalidOperationException("A review that can be written could not be written.");
                // Somebody saved at this moment: merge with what they saved.
                if (!await invitations.Save(invitation, now, null, null, caller.Actor(Roles.Expert), "review.written", stop))
                    continue;
            }
            var at = clock.GetUtcNow();
            return TypedResults.Ok(new Answer(
                now.Revision, at, Paris.Time(at),
                [.. merged.Taken.Select(one => new Saved(one.Field, ReviewFields.Read(now.Review, one.Field)))],
                [.. merged.Changed.Select(one => new Conflict(one.Field, one.Theirs, ReviewFields.Shown(one.Field, one.Theirs), one.Yours, false, Words.Say(
                    "This was changed in another window of yours meanwhile. It says:", "Ceci a été modifié entre-temps dans une autre de vos fenêtres. On y lit :")))],
                [.. merged.Wrong.Select(one => new Mistake(one.Field, one.Yours, one.Said))]));
        }
        return Problems.Stale();
    }
}
