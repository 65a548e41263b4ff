using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http;

namespace Labelling.Submission.Writing;

/// <summary>Who holds a dossier together with its holder: asked by mail, given a part, changed, ended. The holder's alone to decide.</summary>
public static class CoHolders
{
    public static Task<IResult> Page(Guid id, DossierStore dossiers, CoHolderStore coHolders, Caller caller, CancellationToken stop) =>
        Show(id, Typed.Nothing, FieldErrors.None, 200, dossiers, coHolders, caller, stop);

    public static async Task<IResult> Invite(Guid id, Typed typed, DossierStore dossiers, CoHolderStore coHolders, Caller caller, CancellationToken stop)
    {
        if (await Lead(id, dossiers, caller, stop) is var (seen, instead) && instead is not null)
        {
            return instead;
        }

        var email = typed.Text("email");
        if (!Mail.IsAddress(email))
        {
            typed.Wrong("email", "Give one e-mail address, as name@example.org.", "Donnez une adresse e-mail, comme nom@exemple.fr.");
        }

        var part = PartGiven.Read(typed["part"], seen!.Dossier.Content.Keyed());
        if (part is null)
        {
            typed.Wrong("part", "Choose what they write.", "Choisissez ce qu'ils écrivent.");
        }

        if (FormRefusal.Of(typed) is { } refusal)
        {
            return await Show(id, typed, refusal.Errors, refusal.Status, dossiers, coHolders, caller, stop);
        }

        if (seen.Dossier.Content.CoHolderIds.Count + (await coHolders.Open(id, stop)).Count >= CoHolderStore.Most)
        {
            return await Show(id, typed, FieldErrors.One("email", Words.Say("At most 50 co-holders: remove one first.", "50 co-porteurs au plus : retirez-en un d'abord.")), 422, dossiers, coHolders, caller, stop);
        }

        var language = typed["language"] == "en" ? "en" : "fr";
        return await coHolders.Invite(id, email, language, part!, caller.Name ?? seen.HolderName ?? "", caller.Actor(Roles.Holder), stop) switch
        {
            CoHolderSaved.Saved => Pages.SeeOther($"/dossiers/{id}/co-holders", Text.CoHolders_Invited),
            CoHolderSaved.TooSoon => await Again("That address got an invitation a moment ago: wait five minutes.", "Cette adresse vient de recevoir une invitation : attendez cinq minutes."),
            CoHolderSaved.Invited or CoHolderSaved.Stale or CoHolderSaved.NotWritable or CoHolderSaved.NotThisPerson or CoHolderSaved.Full =>
                await Again("That address is invited already: withdraw that invitation first.", "Cette adresse est déjà invitée : retirez d'abord cette invitation."),
        };

        Task<IResult> Again(string english, string french) =>
            Show(id, typed, FieldErrors.One("email", Words.Say(english, french)), 409, dossiers, coHolders, caller, stop);
    }

    public static async Task<IResult> GivePart(Guid id, Typed typed, DossierStore dossiers, CoHolderStore coHolders, Caller caller, CancellationToken stop)
    {
        if (await Lead(id, dossiers, caller, stop) is var (seen, instead) && instead is not null)
        {
            return instead;
        }

        var person = PersonOf(typed, seen!);
        var part = PartGiven.Read(typed["part"], seen!.Dossier.Content.Keyed());
        return person is not { } coHolder || part is null
            ? await Show(id, Typed.Nothing, FieldErrors.One("", Words.Say("Choose a co-holder and what they write.", "Choisissez un co-porteur et ce qu'il écrit.")), 400, dossiers, coHolders, caller, stop)
            : await coHolders.GivePart(seen.Dossier, coHolder, part, typed.Revision(), caller.Actor(Roles.Holder), stop) is CoHolderSaved.Saved
                ? Pages.SeeOther($"/dossiers/{id}/co-holders", Text.CoHolders_PartGiven)
                : await Stale(id, dossiers, coHolders, caller, stop);
    }

    public static async Task<IResult> Remove(Guid id, Typed typed, DossierStore dossiers, CoHolderStore coHolders, Caller caller, CancellationToken stop)
    {
        if (await Lead(id, dossiers, caller, stop) is var (seen, instead) && instead is not null)
        {
            return instead;
        }

        return PersonOf(typed, seen!) is not { } person
            ? await Show(id, Typed.Nothing, FieldErrors.One("", Words.Say("Choose a co-holder.", "Choisissez un co-porteur.")), 400, dossiers, coHolders, caller, stop)
            : await coHolders.Remove(seen!.Dossier, person, caller.Actor(Roles.Holder), stop) is CoHolderSaved.Saved
                ? Pages.SeeOther($"/dossiers/{id}/co-holders", Text.CoHolders_Removed)
                : await Stale(id, dossiers, coHolders, caller, stop);
    }

    public static async Task<IResult> Withdraw(Guid id, Typed typed, DossierStore dossiers, CoHolderStore coHolders, Caller caller, CancellationToken stop)
    {
        if (await Lead(id, dossiers, caller, stop) is var (_, instead) && instead is not null)
        {
            return instead;
        }

        return Guid.TryParse(typed["invitation"], out var invitation) && await coHolders.Withdraw(id, invitation, caller.Actor(Roles.Holder), stop) is CoHolderSaved.Saved
            ? Pages.SeeOther($"/dossiers/{id}/co-holders", Text.CoHolders_Withdrawn)
            : await Stale(id, dossiers, coHolders, caller, stop);
    }

    static Guid? PersonOf(Typed typed, DossierSeen seen) =>
        Guid.TryParse(typed["person"], out var person) && seen.Dossier.Content.CoHolderIds.Contains(person) ? person : null;

    /// <summary>The dossier to its holder while it is written; what to answer to everybody else.</summary>
    static async Task<(DossierSeen? Seen, IResult? Instead)> Lead(Guid id, DossierStore dossiers, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return (null, Problems.NotFound());
        }

        return seen.Stance.WhyNot(Act.InviteCoHolders) is { } refused ? (seen, refused)
            : !seen.Dossier.IsWritable ? (seen, Refusals.NotWritable(seen.Dossier, "dossier.not-editable"))
            : (seen, null);
    }

    static Task<IResult> Stale(Guid id, DossierStore dossiers, CoHolderStore coHolders, Caller caller, CancellationToken stop) =>
        Show(id, Typed.Nothing, FieldErrors.One("", Problems.Stale().Details.Title!), 409, dossiers, coHolders, caller, stop);

    static async Task<IResult> Show(Guid id, Typed typed, FieldErrors errors, int status, DossierStore dossiers, CoHolderStore coHolders, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        return seen.Stance.WhyNot(Act.WritePart) is { } refused
            ? refused
            : Pages.Show<CoHoldersPage>(
                new
                {
                    Seen = seen,
                    Content = seen.Dossier.Content.Keyed(),
                    People = await coHolders.Of(id, stop),
                    // Whom the holder asked is the holder's to know until they answer.
                    Invitations = seen.Stance.May(Act.InviteCoHolders) ? await coHolders.Open(id, stop) : [],
                    Decides = seen.Stance.May(Act.InviteCoHolders),
                    Typed = typed,
                    Errors = errors,
                },
                status);
    }
}

/// <summary>The link of an invitation to co-hold. Looking uses nothing up: it can be opened again after signing in or registering.</summary>
public static class JoinDossier
{
    public static async Task<IResult> Page(CoHolderStore coHolders, Caller caller, CancellationToken stop, string? code = null) =>
        code is { Length: > 0 } && await coHolders.ByCode(code, stop) is { } invitation
            ? Pages.Show<JoinDossierPage>(new { Code = code, Invitation = invitation, IsHolder = caller.Is(Roles.Holder) })
            : Problems.NotFound();

    public static async Task<IResult> HandleForm(Typed typed, CoHolderStore coHolders, Caller caller, CancellationToken stop)
    {
        var code = typed.Text("code");
        if (code.Length == 0 || await coHolders.ByCode(code, stop) is not { } invitation)
        {
            return Problems.NotFound();
        }

        return await coHolders.Accept(code, invitation, caller.PersonId, caller.Actor(Roles.Holder), stop) switch
        {
            CoHolderSaved.Saved => Pages.SeeOther($"/dossiers/{invitation.DossierId}/write/project", Text.CoHolders_YouJoined),
            CoHolderSaved.NotThisPerson => Again(Words.Say(
                "You hold this dossier already, or are named in it as somebody not to decide on it: ask its holder.",
                "Vous portez déjà ce dossier, ou y êtes désigné comme ne devant pas en décider : adressez-vous à son porteur.")),
            CoHolderSaved.NotWritable => Again(Words.Say(
                "The dossier was deposited or withdrawn meanwhile: nobody writes it now. The link stays good if it comes back for a correction.",
                "Le dossier a été déposé ou retiré entre-temps : personne ne l'écrit plus. Le lien reste valable s'il revient pour correction.")),
            CoHolderSaved.Full => Again(Words.Say("The dossier has as many co-holders as it can have: ask its holder.", "Le dossier a atteint son nombre de co-porteurs : adressez-vous à son porteur.")),
            CoHolderSaved.Stale or CoHolderSaved.Invited or CoHolderSaved.TooSoon => Again(Problems.Stale().Details.Title!),
        };

        IResult Again(string said) =>
            Pages.Show<JoinDossierPage>(new { Code = code, Invitation = invitation, IsHolder = caller.Is(Roles.Holder), Errors = FieldErrors.One("", said) }, 409);
    }
}
