using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

/// <summary>Why somebody declines without signing in.</summary>
public enum DeclineReason
{
    /// <summary>No time before the due date.</summary>
    NoTime,

    /// <summary>Not their field.</summary>
    NotMyField,

    /// <summary>A conflict of interest: declared as such.</summary>
    Conflict,

    /// <summary>Something else, in their words.</summary>
    Other,
}

/// <summary>
/// Declining from the invitation's mail, without signing in. The address shows a page with a button and changes nothing, since mail
/// programs open addresses by themselves; the button declines, once, and only while the invitation waits for its answer.
/// </summary>
public static class DeclineByMail
{
    /// <summary>An address opens nothing any more so long after the review was due.</summary>
    public const int DaysAfterDue = 30;

    const int LongestCode = 100;

    public static async Task<Results<RazorComponentResult<DeclineByMailPage>, NotFoundProblem>> Page(
        string? code, InvitationStore invitations, DossierStore dossiers, CancellationToken stop) =>
        await Show(code, Typed.Nothing, FieldErrors.None, 200, invitations, dossiers, stop) is { } page ? page : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<DeclineByMailPage>, NotFoundProblem>> HandleForm(
        Typed typed, Caller caller, InvitationStore invitations, DossierStore dossiers, TimeProvider clock, CancellationToken stop)
    {
        var code = typed["code"];
        if (await Find(code, invitations, stop) is not { } invitation)
            return Problems.NotFound();
        if (invitation.Status is not InvitationStatus.Invited)
            return Over(invitation.Status, 409);
        var reason = typed.Choice<DeclineReason>("reason");
        var words = typed.Text("words");
        if (reason is null && typed.Unreadable.IsEmpty)
            typed.Missing("reason");
        if (reason is DeclineReason.Other && words.Length == 0)
            typed.Missing("words");
        if (words.Length > 1000)
            typed.Wrong("words", "At most 1000 characters.", "Au plus 1000 caractères.");
        if (!typed.Unreadable.IsEmpty || reason is not { } chosen)
            return await Show(code, typed, typed.Unreadable, 400, invitations, dossiers, stop) is { } again ? again : Problems.NotFound();
        var why = words.Length == 0 ? Name(chosen) : chosen is DeclineReason.Other ? words : $"{Name(chosen)} {words}";
        var now = clock.GetUtcNow();
        if ((chosen is DeclineReason.Conflict ? invitation.DeclareConflict(why, now) : invitation.Decline(why, now)) is var (left, happened)
            && await invitations.Save(
                invitation, left, happened, null, new Actor(invitation.ExpertId, Roles.Expert, caller.Address),
                chosen is DeclineReason.Conflict ? "invitation.conflict-declared" : "invitation.declined", stop))
            return Pages.Show<DeclineByMailPage>(new { Done = Text.Decline_Done });
        // Answered at this moment, in another window.
        return await Find(code, invitations, stop) is { Status: not InvitationStatus.Invited and var answered } ? Over(answered, 409) : Problems.NotFound();
    }

    /// <summary>What became of an invitation that waits for no answer any more; which dossier it was is not said.</summary>
    static RazorComponentResult<DeclineByMailPage> Over(InvitationStatus answered, int status) =>
        Pages.Show<DeclineByMailPage>(
            new
            {
                Done = answered switch
                {
                    InvitationStatus.Declined or InvitationStatus.ConflictDeclared => Text.Decline_Before,
                    InvitationStatus.Invited or InvitationStatus.Accepted or InvitationStatus.Submitted or InvitationStatus.Reopened => Text.Decline_AcceptedBefore,
                    InvitationStatus.Cancelled => Text.Decline_Gone,
                },
            }, status);

    public static string Name(DeclineReason reason) => reason switch
    {
        DeclineReason.NoTime => Text.Decline_NoTime,
        DeclineReason.NotMyField => Text.Decline_NotMyField,
        DeclineReason.Conflict => Text.Decline_Conflict,
        DeclineReason.Other => Text.Decline_Other,
    };

    static Task<Invitation?> Find(string? code, InvitationStore invitations, CancellationToken stop) =>
        code is null or { Length: > LongestCode } ? Task.FromResult<Invitation?>(null) : invitations.FindByCode(code, stop);

    static async Task<RazorComponentResult<DeclineByMailPage>?> Show(
        string? code, Typed typed, FieldErrors errors, int status, InvitationStore invitations, DossierStore dossiers, CancellationToken stop)
    {
        if (await Find(code, invitations, stop) is not { } invitation)
            return null;
        if (invitation.Status is not InvitationStatus.Invited)
            return Over(invitation.Status, status);
        return await dossiers.Find(invitation.DossierId, stop) is { } dossier
            ? Pages.Show<DeclineByMailPage>(new { Code = code, Named = $"{dossier.Acronym} ({dossier.Reference})", invitation.DueOn, Typed = typed, Errors = errors }, status)
            : null;
    }
}
