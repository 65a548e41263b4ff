using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

/// <summary>What an invitation is checked against.</summary>
public sealed record AssignmentFacts
{
    public required DossierUnderReview Dossier { get; init; }

    /// <summary>Null: nothing is known of the person.</summary>
    public required PersonInReview? Person { get; init; }

    /// <summary>Null: not in the pool.</summary>
    public required Expert? Expert { get; init; }
    public required IReadOnlyList<Conflict> Conflicts { get; init; }
    public required int OpenReviews { get; init; }

    /// <summary>Status of the expert's invitation to this dossier that stands; null for none (a cancelled one is none).</summary>
    public required InvitationStatus? Earlier { get; init; }
    public required DateOnly Today { get; init; }
    public required DateOnly DueOn { get; init; }

    /// <summary><see cref="Earlier"/>, of a dossier's invitations.</summary>
    public static InvitationStatus? EarlierOf(IReadOnlyList<Invitation> invitations, Guid expertId) => invitations
        .SingleOrDefault(invitation => invitation.ExpertId == expertId && invitation.Status != InvitationStatus.Cancelled)?.Status;
}

/// <summary>The hard rules of assignment. Nobody can override them.</summary>
public static class AssignmentRules
{
    /// <summary>Null: the expert may be invited.</summary>
    public static Refusal? Refuse(AssignmentFacts facts) =>
        Refusals.GateOf(facts.Dossier) is { } closed ? closed
        : facts.Dossier.ReviewsClosedAt is not null ? new("review.closed",
            "The committee has the reviews of this dossier before it: no expert is invited any more.",
            "Les expertises de ce dossier sont devant le comité : plus aucun expert n'est invité.")
        : facts.DueOn < facts.Today ? new("review.due-in-the-past",
            "The due date is over already.", "La date limite est déjà passée.")
        : facts.Expert is not { } expert || facts.Person is not { } person || !person.Roles.Contains(Contracts.Roles.Expert) ? NotInPool
        : person.Disabled ? new("review.expert-disabled",
            "The expert's account is disabled.", "Le compte de l'expert est désactivé.")
        : AlreadyInvited(facts.Earlier) is { } already ? already
        : facts.Conflicts.Count > 0 ? Refusals.InConflict(facts.Conflicts)
        : facts.OpenReviews >= expert.LargestLoad ? LoadReached(expert.LargestLoad)
        : expert.IsAbsent(facts.Today, facts.DueOn) ? Absent
        : null;

    public static Refusal Absent { get; } = new("review.absent",
        "The expert is absent between today and the due date.", "L'expert est absent entre aujourd'hui et la date limite.");

    static readonly Refusal NotInPool = new("review.not-in-pool",
        "This person is not in the pool of experts.", "Cette personne n'est pas dans le vivier d'experts.");

    public static Refusal LoadReached(int largestLoad) => new("review.load-reached",
        $"The expert already has as many open reviews as they take ({largestLoad}).",
        $"L'expert a déjà autant d'expertises en cours qu'il en accepte ({largestLoad}).");

    public static Refusal? AlreadyInvited(InvitationStatus? earlier) => earlier switch
    {
        InvitationStatus.Invited or InvitationStatus.Accepted or InvitationStatus.Submitted or InvitationStatus.Reopened =>
            new("review.already-invited",
                "The expert is invited to this dossier already.", "L'expert est déjà invité sur ce dossier."),
        InvitationStatus.Declined or InvitationStatus.ConflictDeclared => new("review.declined-before",
            "The expert declined this dossier before.", "L'expert a déjà décliné ce dossier."),
        InvitationStatus.Cancelled or null => null,
    };
}

/// <summary>Something a dossier's experts lack together: "experts", "academic", "industry" or "digital".</summary>
public sealed record Gap(string Code, string English, string French);

/// <summary>What is missing among a dossier's experts.</summary>
public static class Gaps
{
    /// <param name="needed">Experts the programme asks for.</param>
    /// <param name="digital">True for a digital dossier.</param>
    /// <param name="experts">Those who count: invited and not gone.</param>
    public static IReadOnlyList<Gap> Of(int needed, bool digital, IReadOnlyList<Expert> experts)
    {
        var gaps = new List<Gap>();
        if (needed - experts.Count is > 0 and var more)
            gaps.Add(new("experts",
                more == 1 ? "One more expert is needed." : $"{more} more experts are needed.",
                more == 1 ? "Il manque un expert." : $"Il manque {more} experts."));
        if (experts.All(expert => expert.Profile != ExpertProfile.Academic))
            gaps.Add(new("academic", "An academic expert is needed.", "Il manque un expert académique."));
        if (experts.All(expert => expert.Profile != ExpertProfile.Industry))
            gaps.Add(new("industry", "An expert from industry is needed.", "Il manque un expert industriel."));
        if (digital && !experts.Any(expert => expert.Digital))
            gaps.Add(new("digital", "An expert with the digital flag is needed.", "Il manque un expert du numérique."));
        return gaps;
    }
}
