using System.Text.Json;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

/// <summary>What the page of a review shows beside the invitation: what was typed and not taken over, and why.</summary>
public sealed record ReviewPad(InvitationView View, Grid Grid, Review Review, bool Writable, string Dossier, ShowOtherReviews.View? Others)
{
    /// <summary>By field: what was typed and could not be saved.</summary>
    public IReadOnlyDictionary<string, string?> Unsaved { get; init; } = new Dictionary<string, string?>();

    public FieldErrors Errors { get; init; } = FieldErrors.None;

    /// <summary>Nothing stands against submitting but words that look like names: who wrote them knows whether they are.</summary>
    public bool NamesOnly { get; init; }

    /// <summary>The act of submitting after that warning.</summary>
    public const string SubmitAsItIs = "submit-as-it-is";

    public string? Value(string field) => Unsaved.TryGetValue(field, out var typed) ? typed : ReviewFields.Read(Review, field);

    /// <summary>What each field was when the page was made: what a change is merged from.</summary>
    public string Was => Json.Write(ReviewFields.Of(Grid).ToDictionary(name => name, name => ReviewFields.Read(Review, name)));
}

/// <summary>A review as a page: its expert's, who answers, reads and writes here; the office's, which follows and gives it back.</summary>
public static class ShowReview
{
    public static async Task<IResult> Page(
        Guid id, InvitationStore invitations, InvitationReader reader, DossierStore dossiers, ExpertStore experts, ConflictStore conflicts,
        ReviewAccess access, ReadingPass passes, TimeProvider clock, Caller caller, CancellationToken stop)
    {
        if (await invitations.FindOwn(id, caller.PersonId, stop) is { } own)
            return await Own(own, invitations, reader, dossiers, passes, caller, FieldErrors.None, null, 200, stop);
        return await OfficePage(id, invitations, reader, dossiers, experts, conflicts, access, clock, caller, FieldErrors.None, 200, stop);
    }

    /// <summary>The dossier alone, where scripts are off: checked again, and shown by its owner.</summary>
    public static async Task<Results<SeeOther, NotFoundProblem>> Dossier(
        Guid id, InvitationStore invitations, InvitationReader reader, ReadingPass passes, Caller caller, CancellationToken stop) =>
        await ReadableTo(id, invitations, reader, caller, stop) is { } readable
            ? Pages.SeeOther(Address(passes, caller, readable))
            : Problems.NotFound();

    /// <summary>An attachment of the dossier: checked each time it is asked for.</summary>
    public static async Task<Results<SeeOther, NotFoundProblem>> File(
        Guid id, Guid attachmentId, InvitationStore invitations, InvitationReader reader, ReadingPass passes, Caller caller, CancellationToken stop) =>
        await ReadableTo(id, invitations, reader, caller, stop) is { } readable
            ? Pages.SeeOther($"/fragments/submission/under-review/files/{attachmentId}?pass={passes.Give(caller.PersonId, readable)}")
            : Problems.NotFound();

    /// <summary>Null: nothing beyond title, summary and consortium is theirs to read.</summary>
    static async Task<Readable?> ReadableTo(Guid id, InvitationStore invitations, InvitationReader reader, Caller caller, CancellationToken stop) =>
        await invitations.FindOwn(id, caller.PersonId, stop) is { } own ? Readable(await reader.ForExpert(own, stop)) : null;

    static Readable? Readable(InvitationView view) =>
        view is { DossierId: { } dossierId, Version: { } version, ConflictDetected: false } ? new(dossierId, version, $"/reviews/{view.Id}/files/") : null;

    static string Address(ReadingPass passes, Caller caller, Readable readable) => $"/fragments/submission/under-review?pass={passes.Give(caller.PersonId, readable)}";

    internal static async Task<IResult> Own(
        Invitation own, InvitationStore invitations, InvitationReader reader, DossierStore dossiers, ReadingPass passes, Caller caller,
        FieldErrors errors, IReadOnlyDictionary<string, string?>? unsaved, int status, CancellationToken stop, bool names = false)
    {
        var view = await reader.ForExpert(own, stop);
        if (Readable(view) is not { } readable || view is not { Grid: { } criteria, Review: { } review })
            return Pages.Show<InvitationPage>(new { View = view, Errors = errors, Typed = unsaved is null ? Typed.Nothing : Typed.Of(unsaved) }, status);
        var others = (await ShowOtherReviews.Handle(own.Id, caller, invitations, dossiers, reader, stop)).Result is Ok<ShowOtherReviews.View> { Value: { } seen } ? seen : null;
        var closed = (await dossiers.Find(own.DossierId, stop))?.ReviewsClosedAt is not null;
        return Pages.Show<ReviewPage>(
            new
            {
                Pad = new ReviewPad(view, new Grid(criteria), new Review(review.Scores, review.Recommendation, review.Confidence), own.MayWrite && !closed, Address(passes, caller, readable), others)
                {
                    Errors = errors,
                    Unsaved = unsaved ?? new Dictionary<string, string?>(),
                    NamesOnly = names,
                },
                Person = caller.PersonId,
            }, status);
    }

    internal static async Task<IResult> OfficePage(
        Guid id, InvitationStore invitations, InvitationReader reader, DossierStore dossiers, ExpertStore experts, ConflictStore conflicts,
        ReviewAccess access, TimeProvider clock, Caller caller, FieldErrors errors, int status, CancellationToken stop)
    {
        if (!caller.Is(Roles.Office)
            || await invitations.FindAsOffice(id, caller.PersonId, stop) is not { } invitation
            || !(await access.Of(caller, invitation.DossierId, stop)).May(Act.SeeInvitation)
            || await dossiers.Find(invitation.DossierId, stop) is not { } dossier)
            return Problems.NotFound();
        var at = clock.GetUtcNow();
        return Pages.Show<OfficeReviewPage>(
            new
            {
                View = await reader.ForOffice(invitation, stop),
                Reminders = await invitations.Reminders(id, stop),
                Conflicts = await conflicts.Between(invitation.ExpertId, invitation.DossierId, stop),
                Candidates = invitation.IsOpen && dossier.ReviewsClosedAt is null
                    ? await ReplaceExpert.Candidates(invitation, dossier, invitations, experts, conflicts, at, stop)
                    : [],
                Late = invitation.IsOpen && invitation.DueOn < Paris.Day(at),
                Closed = dossier.ReviewsClosedAt is not null,
                Errors = errors,
            }, status);
    }
}

/// <summary>The forms of the expert's page: each answers with the page, or leads on to it.</summary>
public static class ReviewForms
{
    public static async Task<IResult> Accept(
        Guid id, Typed typed, Caller caller, InvitationStore invitations, DossierStore dossiers, ConflictStore conflicts, InvitationReader reader,
        ReadingPass passes, TimeProvider clock, CancellationToken stop) =>
        await Answer(id, Text.Review_AcceptedNote, typed, "reason", caller, invitations, dossiers, reader, passes, stop, await AcceptInvitation.Handle(
            id, new(typed.Revision(), typed.Checked("noConflict")), caller, invitations, dossiers, conflicts, reader, clock, stop));

    public static async Task<IResult> Decline(
        Guid id, Typed typed, Caller caller, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, ReadingPass passes, TimeProvider clock, CancellationToken stop) =>
        await Answer(id, Text.Review_DeclinedNote, typed, "reason", caller, invitations, dossiers, reader, passes, stop, await DeclineInvitation.Handle(
            id, new(await Seen(id, typed, caller, invitations, stop), typed.Text("reason")), caller, invitations, reader, clock, stop));

    public static async Task<IResult> Declare(
        Guid id, Typed typed, Caller caller, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, ReadingPass passes, TimeProvider clock, CancellationToken stop) =>
        await Answer(id, Text.Review_DeclaredNote, typed, LeaveForms.ConflictReason, caller, invitations, dossiers, reader, passes, stop, await DeclareConflict.Handle(
            id, new(await Seen(id, typed, caller, invitations, stop), typed.Text("reason")), caller, invitations, reader, clock, stop));

    static async Task<IResult> Answer(
        Guid id, string done, Typed typed, string reason, Caller caller, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, ReadingPass passes, CancellationToken stop, IResult answer)
    {
        if (FormRefusal.Of(answer) is not { } refusal)
            return Pages.SeeOther($"/reviews/{id}", done);
        var errors = new FieldErrors([.. refusal.Errors.All.Select(one => one.Field == "reason" ? one with { Field = reason } : one)]);
        return await invitations.FindOwn(id, caller.PersonId, stop) is { } own
            ? await ShowReview.Own(own, invitations, reader, dossiers, passes, caller, errors, new Dictionary<string, string?> { [reason] = typed["reason"] }, refusal.Status, stop)
            : Problems.NotFound();
    }

    /// <summary>A review that is being written moves on under its own page with each save: whoever leaves it then has seen it.</summary>
    static async Task<long> Seen(Guid id, Typed typed, Caller caller, InvitationStore invitations, CancellationToken stop) =>
        await invitations.FindOwn(id, caller.PersonId, stop) is { MayWrite: true } own ? own.Revision : typed.Revision();

    /// <summary>Saves what was changed, and submits where that was the button.</summary>
    public static async Task<IResult> Save(
        Guid id, Typed typed, Caller caller, InvitationStore invitations, DossierStore dossiers, ConflictStore conflicts, InvitationReader reader,
        ReadingPass passes, TimeProvider clock, CancellationToken stop)
    {
        if (await invitations.FindOwn(id, caller.PersonId, stop) is not { } own || await dossiers.Find(own.DossierId, stop) is not { } dossier)
            return Problems.NotFound();
        var grid = await reader.GridOf(own, dossier, stop) ?? new Grid([]);
        var was = Was(typed["was"]);
        List<FieldTyped> changes =
        [
            .. ReviewFields.Of(grid).Where(typed.Has).Select(field => new FieldTyped(field, was.GetValueOrDefault(field), typed[field]))
                .Where(one => ReviewFields.Tidy(one.From) != ReviewFields.Tidy(one.To)),
        ];
        var revision = own.Revision;
        if (changes.Count > 0)
        {
            var saved = await SaveReviewFields.Handle(id, new(changes), caller, invitations, dossiers, conflicts, reader, clock, stop);
            if (saved.Result is not Ok<SaveReviewFields.Answer> { Value: { } answer })
                return await Again(FormRefusal.Of(saved)!.Errors, changes.Select(one => one.Field), FormRefusal.Of(saved)!.Status);
            if (answer.Conflicts.Count + answer.Mistakes.Count > 0)
                return await Again(
                    new([
                        .. answer.Mistakes.Select(one => new FieldError(one.Field, one.Said)),
                        .. answer.Conflicts.Select(one => new FieldError(one.Field, $"{ReviewFields.Name(grid, one.Field)}\u00a0– {one.Said} {one.Shown}")),
                    ]),
                    answer.Mistakes.Select(one => one.Field).Concat(answer.Conflicts.Select(one => one.Field)), answer.Conflicts.Count > 0 ? 409 : 400);
            revision = answer.Revision;
        }
        if (typed["act"] is not ("submit" or ReviewPad.SubmitAsItIs))
            return Pages.SeeOther($"/reviews/{id}", Text.Review_SavedNote);
        var now = await invitations.FindOwn(id, caller.PersonId, stop) ?? own;
        if (now.MayWrite && grid.Lacks(now.Review) is { Count: > 0 } lacks)
            return await Again(new([.. lacks.Select(Said)]), [], 422);
        if (typed["act"] == "submit" && (await reader.ForExpert(now, stop)).PossibleNames is { Count: > 0 } names)
            return await Again(new([.. names.Select(Said)]), [], 422, names: true);
        var submitted = await SubmitReview.Handle(id, new(revision), caller, invitations, dossiers, conflicts, reader, clock, stop);
        return FormRefusal.Of(submitted) is { } refusal
            ? await Again(refusal.Errors, [], refusal.Status)
            : Pages.SeeOther($"/reviews/{id}", Text.Review_SubmittedNote);

        async Task<IResult> Again(FieldErrors errors, IEnumerable<string> unsaved, int status, bool names = false) =>
            await invitations.FindOwn(id, caller.PersonId, stop) is { } again
                ? await ShowReview.Own(again, invitations, reader, dossiers, passes, caller, errors, unsaved.Distinct().ToDictionary(field => field, field => typed[field]), status, stop, names)
                : Problems.NotFound();
    }

    static FieldError Said(PossibleName name) =>
        new(name.Field, string.Format(System.Globalization.CultureInfo.CurrentCulture, Text.Review_LooksLikeName, name.Found));

    static FieldError Said(Lacking lacking)
    {
        var said = Words.Say(lacking.English, lacking.French);
        return new(ReviewFields.Of(lacking), string.Format(System.Globalization.CultureInfo.CurrentCulture, Text.Review_Lacks, said));
    }

    static Dictionary<string, string?> Was(string? typed)
    {
        try
        {
            return typed is null ? [] : Json.Read<Dictionary<string, string?>>(typed);
        }
        catch (JsonException)
        {
            // Not ours: then every field counts as changed from nothing, and what is there is not overwritten.
            return [];
        }
    }
}

/// <summary>The forms of the office's page.</summary>
public static class OfficeReviewForms
{
    public static async Task<IResult> Reopen(
        Guid id, Typed typed, Caller caller, InvitationStore invitations, InvitationReader reader, DossierStore dossiers, ExpertStore experts,
        ConflictStore conflicts, ReviewAccess access, TimeProvider clock, CancellationToken stop) =>
        FormRefusal.Of(await ReopenReview.Handle(id, new(typed.Revision(), typed.Text("reason")), caller, invitations, dossiers, access, reader, stop)) is { } refusal
            ? await ShowReview.OfficePage(id, invitations, reader, dossiers, experts, conflicts, access, clock, caller, refusal.Errors, refusal.Status, stop)
            : Pages.SeeOther($"/reviews/{id}", Text.Office_Reopened);

    public static async Task<IResult> Cancel(
        Guid id, Typed typed, Caller caller, InvitationStore invitations, InvitationReader reader, DossierStore dossiers, ExpertStore experts,
        ConflictStore conflicts, ReviewAccess access, TimeProvider clock, CancellationToken stop) =>
        FormRefusal.Of(await CancelInvitation.Handle(id, new(typed.Revision(), typed.Text("reason")), caller, invitations, access, reader, clock, stop)) is { } refusal
            ? await ShowReview.OfficePage(id, invitations, reader, dossiers, experts, conflicts, access, clock, caller, refusal.Errors, refusal.Status, stop)
            : Pages.SeeOther($"/reviews/{id}", Text.Office_Cancelled);

    public static async Task<IResult> Replace(
        Guid id, Typed typed, Caller caller, InvitationStore invitations, InvitationReader reader, DossierStore dossiers, ExpertStore experts, PersonStore people,
        ConflictStore conflicts, ReviewAccess access, TimeProvider clock, CancellationToken stop)
    {
        var answer = await ReplaceExpert.Handle(
            id, new(typed.Revision(), Guid.TryParse(typed["expertId"], out var expert) ? expert : Guid.Empty, typed["reason"] ?? Text.Office_ReplacedReason),
            caller, invitations, dossiers, experts, people, conflicts, access, reader, clock, stop);
        return answer.Result is Created<InvitationView> { Value: { } made }
            ? Pages.SeeOther("/reviews/board", string.Format(System.Globalization.CultureInfo.CurrentCulture, Text.Office_Replaced, made.ExpertName))
            : FormRefusal.Of(answer) is { } refusal
                ? await ShowReview.OfficePage(id, invitations, reader, dossiers, experts, conflicts, access, clock, caller, refusal.Errors, refusal.Status, stop)
                : Problems.NotFound();
    }
}
