using FluentValidation;
using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Messages;

public static class ShowMessages
{
    public static async Task<Results<Ok<ThreadView>, NotFoundProblem, ForbiddenProblem>> Handle(
        Guid id, DossierStore dossiers, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        return seen.Stance.WhyNot(Act.ReadMessages) is { } refused ? refused : TypedResults.Ok(await messages.Of(seen, caller.PersonId, clock.GetUtcNow(), stop));
    }

    /// <summary>Whoever opens the page has read what stands on it.</summary>
    public static async Task<Results<RazorComponentResult<ShowMessagesPage>, NotFoundProblem, ForbiddenProblem>> Page(
        Guid id, DossierStore dossiers, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.ReadMessages) is { } refused)
        {
            return refused;
        }

        var thread = await messages.Of(seen, caller.PersonId, clock.GetUtcNow(), stop);
        if (thread.Unread > 0)
        {
            await messages.MarkRead(id, caller.PersonId, !seen.Held, thread.Revision, stop);
        }

        return Pages.Show<ShowMessagesPage>(new { Thread = thread, Name = NameOf(seen) });
    }

    /// <summary>The page again, with why a message was not sent and what was typed.</summary>
    internal static async Task<Results<SeeOther, RazorComponentResult<ShowMessagesPage>, NotFoundProblem, ForbiddenProblem>> Again(
        Guid id, FormRefusal refusal, Typed typed, DossierStore dossiers, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen && seen.Stance.May(Act.ReadMessages)
            ? Pages.Show<ShowMessagesPage>(
                new { Thread = await messages.Of(seen, caller.PersonId, clock.GetUtcNow(), stop), Name = NameOf(seen), refusal.Errors, Typed = typed }, refusal.Status)
            : Problems.NotFound();

    /// <summary>How many there are and the last one, as a piece of the dossier's page. Reading it there is not having read them all.</summary>
    public static async Task<Piece> Fragment(Guid dossier, DossierStore dossiers, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await dossiers.Find(dossier, Viewer.Of(caller), stop) is { } seen && seen.Stance.May(Act.ReadMessages)
            ? Piece.Of<MessageLines>(Text.Messages_Heading, new { Thread = await messages.Of(seen, caller.PersonId, clock.GetUtcNow(), stop) })
            : Piece.None(Text.Messages_Heading);

    static string NameOf(DossierSeen seen) => seen.Shown.Acronym ?? seen.Shown.Title ?? seen.Dossier.Reference ?? Text.Dossier_Untitled;
}

public static class ReadMessages
{
    public sealed record Request(int Revision);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Revision).GreaterThan(0);
    }

    /// <summary>Says that everything up to this message was read.</summary>
    public static async Task<Results<Ok<ThreadView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.ReadMessages) is { } refused)
        {
            return refused;
        }

        if ((await messages.Of(seen, caller.PersonId, clock.GetUtcNow(), stop)).Revision < request.Revision)
        {
            return Problems.Stale();
        }

        await messages.MarkRead(id, caller.PersonId, !seen.Held, request.Revision, stop);
        return TypedResults.Ok(await messages.Of(seen, caller.PersonId, clock.GetUtcNow(), stop));
    }
}

public static class DownloadMessageFile
{
    public static async Task<Results<AttachmentFile, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Guid messageId, Guid fileId, DossierStore dossiers, MessageStore messages, AttachmentFiles files, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.ReadMessages) is { } refused)
        {
            return refused;
        }

        return await messages.FindFile(id, messageId, fileId, stop) is not { } file ? Problems.NotFound()
            : AttachmentFile.WhyNot(file.Scan) is { } refusal ? Problems.Conflict(refusal)
            : new AttachmentFile(file.Name, file.MediaType, file.Sha256, files);
    }
}

/// <summary>Takes a message back: within a quarter of an hour, by its author alone, and for everybody to see.</summary>
public static class RemoveMessage
{
    public static async Task<Results<Ok<ThreadView>, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Guid messageId, DossierStore dossiers, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.WriteMessage) is { } refused)
        {
            return refused;
        }

        if (await messages.Find(id, messageId, stop) is not { } message)
        {
            return Problems.NotFound();
        }

        if (message.AuthorId != caller.PersonId)
        {
            return Problems.Forbidden("message.not-yours", "A message is taken back by whoever wrote it.", "Un message se retire par qui l'a écrit.");
        }

        var now = clock.Now();
        return message.RemovedAt is null && await messages.Remove(message, caller.Actor(seen.Held ? Contracts.Roles.Holder : Contracts.Roles.Office), now, stop)
            ? TypedResults.Ok(await messages.Of(seen, caller.PersonId, now, stop))
            : Problems.Conflict("message.not-removable",
                "A message can be taken back within 15 minutes, once. Write another one to put it right.",
                "Un message peut être retiré dans les 15 minutes, une fois. Écrivez-en un autre pour le corriger.");
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ShowMessagesPage>, NotFoundProblem, ForbiddenProblem>> HandleForm(
        Guid id, Guid messageId, DossierStore dossiers, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(id, messageId, dossiers, messages, caller, clock, stop);
        return answer.Result is ForbiddenProblem forbidden ? forbidden
            : answer.Result is NotFoundProblem nothing ? nothing
            : FormRefusal.Of(answer) is not { } refusal ? Pages.SeeOther($"/dossiers/{id}/messages", Text.Messages_WasRemoved)
            : await ShowMessages.Again(id, refusal, Typed.Nothing, dossiers, messages, caller, clock, stop);
    }
}
