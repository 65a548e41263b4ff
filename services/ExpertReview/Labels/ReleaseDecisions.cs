using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

public sealed record ReleasedView(
    Guid ItemId, Guid DossierId, string Reference, Decision Decision, Guid? LabelId, string? LabelNumber, DateOnly? ValidUntil, DateTimeOffset ReleasedAt);

public sealed record ReleasedList(IReadOnlyList<ReleasedView> Released);

public static class ReleaseDecisions
{
    public sealed record Request(IReadOnlyList<Guid> ItemIds, string Confirmation);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.ItemIds).NotEmpty();
            RuleFor(request => request.ItemIds)
                .Must(ids => ids.Count <= 100 && ids.Distinct().Count() == ids.Count)
                .Says("Name each item once, and at most 100.", "Nommez chaque point une fois, et au plus 100.");
            RuleFor(request => request.Confirmation).NotEmpty().MaximumLength(4000);
        }
    }

    /// <summary>All of them or none. Who signs an item releases it; whoever may not know it gets the answer for one that is not there.</summary>
    public static async Task<Results<Ok<ReleasedList>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Request request, MeetingStore meetings, SessionReader reader, ActConfirmation confirmations, LabelKeys keys, DecisionMails mails, Caller caller,
        TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var viewer = await reader.Viewer(caller, stop);
        var sessionIds = await meetings.SessionsOf(request.ItemIds, stop);
        var name = (await meetings.Names([caller.PersonId], stop)).GetValueOrDefault(caller.PersonId, "");

        await using var transaction = await meetings.Begin(stop);
        var taken = new Dictionary<Guid, Meeting>();
        foreach (var sessionId in sessionIds.Order())
        {
            if (await MeetingStore.Take(transaction, sessionId) is { } meeting)
                taken.Add(sessionId, meeting);
        }
        var chosen = request.ItemIds.Select(itemId => taken.Values
            .Select(meeting => (Meeting: meeting, Item: meeting.Find(itemId)))
            .FirstOrDefault(pair => pair.Item is not null)).ToList();
        if (chosen.Any(pair => pair.Item is null || !pair.Meeting.IsInTheRoom(pair.Item, viewer)))
            return Problems.NotFound();
        if (chosen.Any(pair => pair.Item is not { Status: ItemStatus.Decided, IsReleased: false }))
            return Problems.Conflict("release.not-waiting",
                "One of these items is not decided, or was released before.",
                "L'un de ces points n'est pas décidé, ou a déjà été notifié.");
        if (chosen.Select(pair => pair.Meeting.StandingOn(pair.Item!, viewer).WhyNot(Act.ReleaseDecision)).FirstOrDefault(no => no is not null) is { } notYours)
            return notYours;
        if (await confirmations.Read(request.Confirmation, caller.PersonId) is not { } confirmationId
            || !await LabelStore.UseConfirmation(transaction, confirmationId, caller.PersonId))
            return NotConfirmed();
        foreach (var dossierId in chosen.Select(pair => pair.Item!.DossierId).Order())
        {
            if (await HeldDossier.Take(transaction, dossierId) is not { Withdrawn: false } dossier)
                return Problems.Conflict("release.dossier-withdrawn",
                    "One of these dossiers was withdrawn by its holder: leave it out.",
                    "L'un de ces dossiers a été retiré par son porteur : laissez-le de côté.");
        }

        var at = clock.GetUtcNow();
        var released = new List<ReleasedView>();
        foreach (var (_, item) in chosen)
        {
            var (sessionId, meeting) = taken.First(pair => pair.Value.Find(item!.Id) is not null);
            var number = Release.IssuesLabel(item!) ? await LabelStore.NextNumber(transaction, Paris.Day(at).Year) : null;
            // The numbers of the year are held: nobody else gives one before this is over.
            if (number is not null && item!.Dossier.Winners is { } winners && await LabelStore.Given(Reading.In(transaction), item.Dossier) >= winners)
                return Problems.Conflict("release.all-given",
                    $"{item.Dossier.ProgrammeEnglish}, {item.Dossier.Call}: {winners} are given at most, and {item.Dossier.Reference} would be one more. It can be released once another one is revoked.",
                    $"{item.Dossier.ProgrammeFrench}, {item.Dossier.Call} : {winners} au plus sont attribués, et {item.Dossier.Reference} serait de trop. La décision pourra être notifiée quand un autre aura été retiré.");
            // Who signs was asked above, in this transaction, and a label has its number.
            var release = Release.Of(meeting, item!, number, caller.PersonId, at)
                ?? throw new InvalidOperationException($"Item {item!.Id} could be released, and was not.");
            taken[sessionId] = meeting with { Items = [.. meeting.Items.Select(other => other.Id == release.Item.Id ? release.Item : other)] };
            await MeetingStore.Write(transaction, meeting, taken[sessionId]);
            var role = Floor.RoleOf(meeting, caller);
            await Keep(transaction, release, new(name, role), keys, caller.Actor(role), at);
            await mails.Write(transaction, release.Item);
            released.Add(new(
                release.Item.Id, release.Item.DossierId, release.Item.Dossier.Reference, release.Item.Decision!.Decision,
                release.Label?.Id, release.Label?.Number.ToString(), release.Label?.ValidUntil, at));
        }
        await transaction.Commit();
        return TypedResults.Ok(new ReleasedList(released));
    }

    static async Task Keep(Transaction transaction, Release release, Signatory signatory, LabelKeys keys, Actor who, DateTimeOffset at)
    {
        if (release.Label is { } label)
        {
            await LabelStore.Insert(transaction, label);
            await LabelStore.Insert(transaction, Certificate.Of(label, signatory, keys, at));
        }
        if (release.CarriedTo is { } sessionId)
        {
            await LabelStore.CarryOver(transaction, release.Item, sessionId);
            // An adjourned dossier may be reviewed again.
            await DossierStore.CloseReviews(transaction, release.Item.DossierId, null);
        }
        await Outbox.Add(transaction, release.Happened);
        await AuditTrail.Add(
            transaction, who, "decision.released", release.Item.DossierId,
            after: new { ItemId = release.Item.Id, release.Item.Decision?.Decision, Label = release.Label?.Number.ToString() });
    }

    internal static ForbiddenProblem NotConfirmed() => Problems.Forbidden("release.not-confirmed",
        "Give your password again: this needs a fresh confirmation (POST /api/confirmations), good for one act.",
        "Redonnez votre mot de passe : il faut une confirmation récente (POST /api/confirmations), valable pour un seul acte.");
}
