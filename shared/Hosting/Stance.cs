using Labelling.Contracts;

namespace Labelling.Hosting;

/// <summary>How somebody stands to a dossier (its relations come first), and the roles they hold at all.</summary>
[Flags]
public enum Who
{
    /// <summary>Nobody of these.</summary>
    Nobody = 0,

    /// <summary>Holds the dossier.</summary>
    Holder = 1 << 0,

    /// <summary>Holds it together with its holder.</summary>
    CoHolder = 1 << 1,

    /// <summary>Belongs to an organisation of its consortium.</summary>
    Partner = 1 << 2,

    /// <summary>The expert who is booked for its interview, or held or concluded it.</summary>
    Interviewer = 1 << 3,

    /// <summary>An expert proposed to its holder for the interview.</summary>
    Proposed = 1 << 4,

    /// <summary>An expert invited to review it, who has not answered.</summary>
    Invited = 1 << 5,

    /// <summary>An expert who declared no conflict and reviews it, or has.</summary>
    Reviewer = 1 << 6,

    /// <summary>In conflict, or recused from its item of a session that has not released the decision.</summary>
    Recused = 1 << 7,

    /// <summary>Sits in the session it is before.</summary>
    Seated = 1 << 8,

    /// <summary>Sits there and is present.</summary>
    Present = 1 << 9,

    /// <summary>Sits there and knows what is said: present before the decision; after it, heard or signs it.</summary>
    InTheRoom = 1 << 10,

    /// <summary>Presides over its item.</summary>
    Presiding = 1 << 11,

    /// <summary>Signs its decision.</summary>
    Signatory = 1 << 12,

    /// <summary>Sits in the session as its chair or vice-chair.</summary>
    Runs = 1 << 13,

    /// <summary>The vice-chair, where the chair is recused.</summary>
    StandsIn = 1 << 14,

    /// <summary>Holds it together with its holder, who gave them all of it to write, not their own part alone. Always a <see cref="CoHolder"/> too.</summary>
    WholeCoHolder = 1 << 15,

    /// <summary>Role: project holder.</summary>
    HolderRole = 1 << 20,

    /// <summary>Role: expert of the pool.</summary>
    Expert = 1 << 21,

    /// <summary>Role: committee member.</summary>
    Member = 1 << 22,

    /// <summary>Role: chair of the committee.</summary>
    Chair = 1 << 23,

    /// <summary>Role: vice-chair of the committee.</summary>
    ViceChair = 1 << 24,

    /// <summary>Role: the cluster's permanent staff.</summary>
    Office = 1 << 25,

    /// <summary>Role: administrator.</summary>
    Administrator = 1 << 26,
}

/// <summary>Where a dossier stands, as far as it decides who may do what. Several hold at once.</summary>
[Flags]
public enum Phase
{
    /// <summary>None is known.</summary>
    None = 0,

    /// <summary>Being written, never deposited.</summary>
    Draft = 1 << 0,

    /// <summary>A version was deposited, whatever came of it.</summary>
    Deposited = 1 << 1,

    /// <summary>Waits for admission.</summary>
    Submitted = 1 << 2,

    /// <summary>Back with its holder for a correction.</summary>
    CorrectionRequested = 1 << 3,

    /// <summary>Admitted.</summary>
    Admissible = 1 << 4,

    /// <summary>Found inadmissible.</summary>
    Inadmissible = 1 << 5,

    /// <summary>Withdrawn by its holder.</summary>
    Withdrawn = 1 << 6,

    /// <summary>A decision was released.</summary>
    Decided = 1 << 7,

    /// <summary>The interview waits for experts to be proposed.</summary>
    ToSchedule = 1 << 8,

    /// <summary>The interview waits for its holder's booking.</summary>
    SlotsProposed = 1 << 9,

    /// <summary>The interview is booked.</summary>
    Booked = 1 << 10,

    /// <summary>The interview took place.</summary>
    Held = 1 << 11,

    /// <summary>The interview is concluded.</summary>
    Concluded = 1 << 12,

    /// <summary>The expert's invitation is unanswered.</summary>
    Invited = 1 << 13,

    /// <summary>The expert's review is being written.</summary>
    Reviewing = 1 << 14,

    /// <summary>The expert's review is in.</summary>
    ReviewIn = 1 << 15,

    /// <summary>Every review of the dossier is in.</summary>
    AllReviewsIn = 1 << 16,

    /// <summary>Whatever the phase.</summary>
    Any = int.MaxValue,
}

/// <summary>What the stores found of somebody and a dossier: the page of <see cref="Permissions"/> says what follows.</summary>
/// <param name="Who">Relations and roles.</param>
/// <param name="Phase">Where the dossier stands.</param>
public sealed record Stance(Who Who, Phase Phase)
{
    /// <summary>Somebody to whom the dossier does not exist, whether it does or not.</summary>
    public static readonly Stance Unknown = new(Who.Nobody, Phase.None);

    /// <summary>True when the act is allowed now.</summary>
    public bool May(Act act) => Permissions.May(act, this).Answer is MayAnswer.Yes;

    /// <summary>The 403 that an act earns; null where it is allowed, or where the phase alone is against it and the state machine answers.</summary>
    public ForbiddenProblem? WhyNot(Act act) => Permissions.May(act, this) is { Answer: MayAnswer.No } no
        ? Problems.Forbidden(no.Because.Code, no.Because.English, no.Because.French)
        : null;

    /// <summary>True when the person stands in one of these relations or roles.</summary>
    public bool Is(Who any) => (Who & any) != 0;

    /// <summary>The roles as flags.</summary>
    public static Who Roles(IEnumerable<string> roles) => roles.Aggregate(Who.Nobody, (all, role) => all | role switch
    {
        Contracts.Roles.Holder => Who.HolderRole,
        Contracts.Roles.Expert => Who.Expert,
        Contracts.Roles.Member => Who.Member,
        Contracts.Roles.Chair => Who.Chair,
        Contracts.Roles.ViceChair => Who.ViceChair,
        Contracts.Roles.Office => Who.Office,
        Contracts.Roles.Administrator => Who.Administrator,
        _ => Who.Nobody, // A role of another system in a token gives nothing here.
    });
}

/// <summary>Three answers: yes, not in this phase, no.</summary>
public enum MayAnswer
{
    /// <summary>Allowed.</summary>
    Yes,

    /// <summary>This person's to do, but not while the dossier stands where it stands.</summary>
    NotNow,

    /// <summary>Not this person's to do or see.</summary>
    No,
}

/// <summary>May somebody do it, and the sentence that says why or why not.</summary>
/// <param name="Answer">Yes, not now, no.</param>
/// <param name="Because">With the code that a refusal bears.</param>
public sealed record Permission(MayAnswer Answer, Refusal Because);
