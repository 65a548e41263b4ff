using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using static Labelling.Hosting.Phase;
using static Labelling.Hosting.Who;

namespace Labelling.Hosting;

/// <summary>
/// Who may do what, to what, when: the one page. Stores compose their filters from it (<see cref="PermissionFilter"/>), handlers ask it
/// before they act, and "why can I not see this?" is answered from it. What is not seen does not exist (404); what is seen but not
/// somebody's to do is refused with the sentence below (403); that a dossier stands elsewhere is the state machine's to say (409).
/// </summary>
public static class Permissions
{
    const Who Holders = Holder | CoHolder, Committee = Member | Chair | ViceChair | Seated | Present | InTheRoom | Presiding | Signatory | Runs | StandsIn,
        Experts = Interviewer | Proposed | Who.Invited | Reviewer, Staff = Office | Administrator;

    /// <summary>Nobody acts in two parts on one dossier: the first shuts the others, in these areas.</summary>
    static readonly Shut[] Precedence =
    [
        new(Holders, Experts | Committee | Staff, [Area.Dossier, Area.Interview, Area.Review, Area.Outcome],
            "You hold this dossier, and act on it as its holder only.", "Vous portez ce dossier et n'y agissez qu'à ce titre."),
        new(Partner, Experts | Committee, [Area.Interview, Area.Review],
            "Your organisation takes part in this dossier: neither expert nor committee there.", "Votre organisme participe à ce dossier : vous n'y êtes ni expert ni membre du comité."),
        new(Partner, Staff, [Area.Review],
            "Your organisation takes part in this dossier: its reviews are closed to you.", "Votre organisme participe à ce dossier : ses expertises vous sont fermées."),
        new(Interviewer, Staff | Proposed, [Area.Interview],
            "You lead this interview, and act on it as its expert only.", "Vous menez ce pré-entretien et n'y agissez que comme expert."),
        new(Staff, Proposed, [Area.Interview],
            "You act for the office on this interview.", "Vous agissez comme permanent sur ce pré-entretien."),
        new(Who.Invited | Reviewer, Committee | Staff, [Area.Review],
            "You review this dossier, and are its expert only.", "Vous expertisez ce dossier et n'y êtes qu'expert."),
        new(Recused, Committee | Staff, [Area.Review],
            "You are recused on this item.", "Vous êtes déporté sur ce point."),
    ];

    /// <summary>An expert's relations give something only while the person holds the role. They shut the other parts even then.</summary>
    static Who Counted(Who who) => (who & Expert) != 0 ? who : who & ~Experts;

    static readonly Row[] Table =
    [
        // Submission
        new(Act.ReadDossier, Area.Dossier, "dossier.not-yours", "Its holder and co-holders read a dossier; the office and administrators once it was deposited; experts and the committee read it where they review and decide.", "Un dossier se lit par son porteur et ses co-porteurs ; par les permanents et les administrateurs une fois déposé ; experts et comité le lisent là où ils expertisent et décident.", (Holders, Any), (Staff, Deposited)),
        new(Act.ReadAnnex, Area.Dossier, "dossier.not-yours", "The confidential annex is read by its holder and co-holders, and once deposited by the office and administrators.", "L'annexe confidentielle se lit par le porteur et les co-porteurs et, une fois déposée, par les permanents et les administrateurs.", (Holders, Any), (Staff, Deposited)),
        new(Act.ReadOfficeMarks, Area.Dossier, "dossier.own", "That a dossier repeats another, and that its reviews have begun, is for the office and administrators.", "Qu'un dossier en répète un autre et que son expertise a commencé ne regarde que les permanents et les administrateurs.", (Staff, Deposited)),
        new(Act.EditDossier, Area.Dossier, "dossier.not-holder", "Its holder, and co-holders who were given all of it, write a dossier while it is a draft or a correction was asked for.", "Le porteur, et les co-porteurs à qui tout est confié, écrivent un dossier tant qu'il est un brouillon ou qu'une correction est demandée.", (Holder | WholeCoHolder, Draft | CorrectionRequested)),
        new(Act.WritePart, Area.Dossier, "dossier.not-holder", "A co-holder writes the part that the holder gave them: their own organisation's row, or all.", "Un co-porteur écrit la part que le porteur lui a confiée : la ligne de son organisme, ou tout.", (Holders, Draft | CorrectionRequested)),
        new(Act.InviteCoHolders, Area.Dossier, "dossier.not-lead", "The holder invites co-holders, says what each may write, and ends it, while the dossier is a draft or a correction was asked for.", "Le porteur invite les co-porteurs, fixe ce que chacun peut écrire et y met fin, tant que le dossier est un brouillon ou qu'une correction est demandée.", (Holder, Draft | CorrectionRequested)),
        new(Act.SubmitDossier, Area.Dossier, "dossier.not-holder", "Its holder, and co-holders who were given all of it, submit a draft, or a correction that was asked for.", "Le porteur, et les co-porteurs à qui tout est confié, déposent un brouillon, ou une correction demandée.", (Holder | WholeCoHolder, Draft | CorrectionRequested)),
        new(Act.WithdrawDossier, Area.Dossier, "dossier.not-holder", "Its holder, and co-holders who were given all of it, withdraw a dossier that is neither inadmissible nor withdrawn.", "Le porteur, et les co-porteurs à qui tout est confié, retirent un dossier qui n'est ni irrecevable ni retiré.", (Holder | WholeCoHolder, Draft | Submitted | CorrectionRequested | Admissible | Decided)),
        new(Act.CopyDossier, Area.Dossier, "dossier.not-holder", "Its holder, and co-holders who were given all of it, start another dossier from it.", "Le porteur, et les co-porteurs à qui tout est confié, commencent un autre dossier à partir de celui-ci.", (Holder | WholeCoHolder, Any)),
        new(Act.AdmitDossier, Area.Dossier, "dossier.not-office", "The office admits a submitted dossier, or finds it inadmissible.", "Les permanents déclarent un dossier déposé recevable ou irrecevable.", (Office, Submitted)),
        new(Act.AskCorrection, Area.Dossier, "dossier.not-office", "The office asks for a correction of a submitted dossier, or of an admissible one before its reviews begin.", "Les permanents demandent la correction d'un dossier déposé, ou recevable avant le début de son expertise.", (Office, Submitted | Admissible)),
        new(Act.MarkDuplicate, Area.Dossier, "dossier.not-office", "The office says that a deposited dossier repeats another, or does not.", "Les permanents indiquent qu'un dossier déposé en répète un autre, ou non.", (Office, Deposited)),
        new(Act.ReadTrail, Area.Dossier, "dossier.not-office", "The whole trail of a deposited dossier is read by the office and administrators.", "La piste d'audit complète d'un dossier déposé se lit par les permanents et les administrateurs.", (Staff, Deposited)),
        new(Act.ReadOwnTrail, Area.Dossier, "dossier.not-holder", "Its holder and co-holders read what of the trail concerns them.", "Le porteur et les co-porteurs lisent la part de la piste d'audit qui les concerne.", (Holders, Any)),
        new(Act.ReadMessages, Area.Dossier, "message.not-yours", "The messages on a dossier are read by its holder and co-holders and by the office.", "Les messages d'un dossier se lisent par son porteur, ses co-porteurs et les permanents.", (Holders, Any), (Office, Deposited)),
        new(Act.WriteMessage, Area.Dossier, "message.not-yours", "The messages on a dossier are exchanged by its holders and the office, once it was deposited.", "Les messages d'un dossier s'échangent entre ses porteurs et les permanents, une fois le dossier déposé.", (Holders | Office, Deposited)),
        new(Act.AskAboutOthers, Area.Interview, "access.not-yours", "You can ask why you may do something or not; the office and administrators ask about others.", "Vous pouvez demander pourquoi vous pouvez ou non ; les permanents et les administrateurs le demandent pour d'autres.", (Staff, Any)),

        // PreInterview
        new(Act.SeeInterview, Area.Interview, "interview.not-yours", "An interview is seen by the holders, the experts proposed or booked, the office and administrators.", "Un pré-entretien se voit par les porteurs, les experts proposés ou réservés, les permanents et les administrateurs.", (Holders | Interviewer | Proposed | Staff, Any)),
        new(Act.SeeBooking, Area.Interview, "interview.not-yours", "With whom and when it is booked is seen by the holders, the expert booked, the office and administrators.", "Avec qui et quand il est réservé se voit par les porteurs, l'expert réservé, les permanents et les administrateurs.", (Holders | Interviewer | Staff, Any)),
        new(Act.SeeProposedExperts, Area.Interview, "interview.not-yours", "All experts proposed are seen by the holders, the office and administrators.", "L'ensemble des experts proposés se voit par les porteurs, les permanents et les administrateurs.", (Holders | Staff, Any)),
        new(Act.ReadConclusion, Area.Interview, "interview.not-yours", "The conclusion is read by the holders, the interviewing expert, the office and administrators.", "La conclusion se lit par les porteurs, l'expert de l'entretien, les permanents et les administrateurs.", (Holders | Interviewer | Staff, Any)),
        new(Act.ReadPrivateNote, Area.Interview, "interview.not-yours", "The private note is for the office and its author.", "La note privée est pour les permanents et son auteur.", (Interviewer | Office, Any)),
        new(Act.ReadWaiver, Area.Interview, "interview.not-yours", "Why an interview was waived, and that reviews began, is for the office.", "Le motif d'une dispense, et le début de l'expertise, ne regardent que les permanents.", (Office, Any)),
        new(Act.ProposeExperts, Area.Interview, "interview.not-yours", "Only the office proposes experts.", "Seuls les permanents proposent des experts.", (Office, ToSchedule | SlotsProposed)),
        new(Act.BookSlot, Area.Interview, "interview.not-yours", "Only the holder books or moves the interview.", "Seul le porteur réserve ou déplace le pré-entretien.", (Holders, SlotsProposed | Booked)),
        new(Act.CancelBooking, Area.Interview, "interview.not-yours", "Only the holder or the office gives the booked slot back.", "Seuls le porteur ou les permanents libèrent le créneau réservé.", (Holders | Office, Booked)),
        new(Act.RecordInterview, Area.Interview, "interview.not-yours", "Only the interviewing expert or the office records whether the interview took place.", "Seuls l'expert de l'entretien ou les permanents notent si le pré-entretien a eu lieu.", (Interviewer | Office, Booked)),
        new(Act.ConcludeInterview, Area.Interview, "interview.not-yours", "Only the interviewing expert concludes.", "Seul l'expert de l'entretien conclut.", (Interviewer, Phase.Held)),
        new(Act.AnswerConclusion, Area.Interview, "interview.not-yours", "Only the holder answers the conclusion, once.", "Seul le porteur répond à la conclusion, une fois.", (Holders, Concluded)),
        new(Act.WaiveInterview, Area.Interview, "interview.not-yours", "Only the office does without the interview.", "Seuls les permanents dispensent du pré-entretien.", (Office, ToSchedule | SlotsProposed | Booked | Phase.Held)),
        new(Act.ReadInterviewTrail, Area.Interview, "interview.not-yours", "What happened to an interview is read by the office and administrators, and by its holders as far as it concerns them.", "Ce qui est arrivé à un pré-entretien se lit par les permanents et les administrateurs, et par les porteurs pour ce qui les concerne.", (Holders | Staff, Any)),

        // ExpertReview: reviews
        new(Act.SeeOwnInvitation, Area.Review, "review.not-yours", "An invitation is seen by its expert and the office.", "Une invitation se voit par son expert et les permanents.", (Who.Invited | Reviewer, Any)),
        new(Act.SeeInvitation, Area.Review, "review.not-yours", "Other people's invitations are seen by the office.", "Les invitations des autres se voient par les permanents.", (Office, Any)),
        new(Act.SeeAssignment, Area.Review, "review.not-yours", "Who is invited to review is seen and decided by the office.", "Qui est invité à expertiser est vu et décidé par les permanents.", (Office, Any)),
        new(Act.SeeProgress, Area.Review, "review.not-yours", "How far the reviews are is seen by the office and the chair.", "L'avancement des expertises se voit par les permanents et le président.", (Office | Chair, Any)),
        new(Act.AnswerInvitation, Area.Review, "review.not-yours", "The expert invited accepts or declines.", "L'expert invité accepte ou décline.", (Who.Invited | Reviewer, Phase.Invited | Reviewing)),
        new(Act.ReadContentUnderReview, Area.Review, "review.not-yours", "Beyond title, summary and consortium a dossier is read by its experts once they declared no conflict.", "Au-delà du titre, du résumé et du consortium, un dossier se lit par ses experts une fois l'absence de conflit déclarée.", (Reviewer, Any)),
        new(Act.WriteReview, Area.Review, "review.not-yours", "A review is written by its expert between accepting and submitting.", "Une expertise s'écrit par son expert entre l'acceptation et l'envoi.", (Reviewer, Reviewing)),
        new(Act.ReadOtherReviews, Area.Review, "review.others-not-in", "The other reviews can be read by the experts once all of them are in.", "Les autres expertises se lisent par les experts une fois que toutes sont rendues.", (Reviewer, AllReviewsIn)),
        new(Act.ReadSynthesis, Area.Review, "review.not-yours", "The reviews of a dossier are read by the office and the committee, except whoever is in conflict, recused or takes part.", "Les expertises d'un dossier se lisent par les permanents et le comité, sauf par qui est en conflit, déporté ou partie prenante.", (Office | Chair | ViceChair | Member, Any)),
        new(Act.SeeExpertNames, Area.Review, "review.not-yours", "Who reviewed is seen by the office and the chairs; never by holders.", "Qui a expertisé se voit par les permanents et les présidents ; jamais par les porteurs.", (Office | Chair | ViceChair, Any)),
        new(Act.ReopenReview, Area.Review, "review.not-yours", "The office gives a review back to its expert, or takes an invitation back.", "Les permanents rendent une expertise à son expert, ou retirent une invitation.", (Office, Any)),
        new(Act.ReadReviewTrail, Area.Review, "review.not-yours", "Who did what about the reviews and in session is read by the office, except whoever is in conflict, recused or takes part.", "Qui a fait quoi au sujet des expertises et en séance se lit par les permanents, sauf par qui est en conflit, déporté ou partie prenante.", (Office, Any)),

        // ExpertReview: sessions and decisions
        new(Act.SeeSession, Area.Session, "session.not-yours", "A session is seen by its members and the office.", "Une séance se voit par ses membres et les permanents.", (Seated | Office, Any)),
        new(Act.RunSession, Area.Session, "session.not-yours", "The chair, the vice-chair or the office opens and closes a session.", "Le président, le vice-président ou les permanents ouvrent et lèvent la séance.", (Runs | Office, Any)),
        new(Act.CorrectMinutes, Area.Session, "minutes.not-yours", "The office, the chair or the vice-chair write into the minutes.", "Les permanents, le président ou le vice-président écrivent dans le procès-verbal.", (Runs | Office, Any)),
        new(Act.RecuseOthers, Area.Session, "recusal.not-yours", "You can recuse yourself; the office recuses others.", "Vous pouvez vous déporter ; les permanents récusent les autres.", (Office, Any)),
        new(Act.RecordAttendance, Area.Session, "attendance.not-yours", "You can say where you are yourself; the office does it for others.", "Vous pouvez indiquer votre propre présence ; les permanents le font pour les autres.", (Office, Any)),
        new(Act.KnowItem, Area.Review, "item.not-in-the-room", "Reviews, discussion, votes and the decision before its release are for the office and the members in the room, except whoever is recused or takes part.", "Expertises, débats, votes et décision avant notification sont pour les permanents et les membres dans la salle, sauf qui est déporté ou partie prenante.", (InTheRoom | Office, Any)),
        new(Act.TakePart, Area.Review, "item.not-a-member", "Only members of the session take part in an item.", "Seuls les membres de la séance prennent part à un point.", (Seated, Any)),
        new(Act.Vote, Area.Review, "item.absent", "Only members who are present vote. Have your arrival recorded first.", "Seuls les membres présents votent. Faites d'abord noter votre arrivée.", (Present, Any)),
        new(Act.OpenItem, Area.Review, "item.not-presiding", "Only the person who presides over this item, or the office, takes it up.", "Seule la personne qui préside ce point, ou les permanents, l'ouvre.", (Presiding | Office, Any)),
        new(Act.PutDecision, Area.Review, "item.not-presiding", "Only the person who presides over this item can do this.", "Seule la personne qui préside ce point peut le faire.", (Presiding, Any)),
        new(Act.ReleaseDecision, Area.Review, "release.not-yours", "The person who signs the decision releases it: the chair, or who stood in when the chair was recused.", "La personne qui signe la décision la notifie : le président, ou qui l'a suppléé lorsqu'il était déporté.", (Signatory, Any)),
        new(Act.RevokeLabel, Area.Review, "label.not-yours", "The chair revokes a label; the vice-chair does when the chair is recused on its dossier.", "Le président retire un label ; le vice-président le fait lorsque le président est déporté sur le dossier.", (Chair | StandsIn, Any)),
        new(Act.LiftReservation, Area.Review, "label.not-yours", "The chair lifts a reservation; the vice-chair does when the chair is recused on its dossier.", "Le président lève une réserve ; le vice-président le fait lorsque le président est déporté sur le dossier.", (Chair | StandsIn, Any)),
        new(Act.RecordCoLabel, Area.Review, "label.not-yours", "The chair records what another cluster decided; the vice-chair does when the chair is recused on its dossier.", "Le président enregistre ce qu'un autre pôle a décidé ; le vice-président le fait lorsque le président est déporté sur le dossier.", (Chair | StandsIn, Any)),
        new(Act.AnswerReservation, Area.Outcome, "reservation.not-yours", "Those who hold the dossier say how a reservation was met.", "Ceux qui portent le dossier disent comment une réserve a été satisfaite.", (Holders, Any)),
        new(Act.ReadDecision, Area.Outcome, "decision.not-yours", "A released decision is read by the holders, the office and the chairs; labels in force by everybody.", "Une décision notifiée se lit par les porteurs, les permanents et les présidents ; les labels en vigueur par tous.", (Holders | Office | Chair | ViceChair, Any)),
        new(Act.AskReconsideration, Area.Outcome, "reconsideration.not-yours", "The holders ask that a released decision be taken again.", "Les porteurs demandent qu'une décision notifiée soit réexaminée.", (Holders, Any)),
        new(Act.AnswerReconsideration, Area.Review, "reconsideration.not-office", "The office admits a request for reconsideration, or does not.", "Les permanents admettent une demande de réexamen, ou non.", (Office, Any)),

        // FundingOutcome
        new(Act.SeeOutcome, Area.Outcome, "funding.not-yours", "What became of a dossier is seen and recorded by its holders and the office.", "Ce qu'est devenu un dossier se voit et s'enregistre par ses porteurs et les permanents.", (Holders | Office, Any)),
        new(Act.RecordOutcome, Area.Outcome, "funding.not-yours", "Funding applications and their results are recorded by the holders and the office once the decision is released.", "Demandes de financement et résultats s'enregistrent par les porteurs et les permanents, une fois la décision notifiée.", (Holders | Office, Decided)),
        new(Act.CheckOutcome, Area.Outcome, "funding.holder-declares", "A holder declares a result; checking it or taking it from the body's list is for the office.", "Un porteur déclare un résultat ; le vérifier ou le reprendre de la liste du financeur revient aux permanents.", (Office, Decided)),
        new(Act.AskForOutcome, Area.Outcome, "funding.office-asks", "The office asks the holders what became of a dossier once its decision is released.", "Les permanents demandent aux porteurs ce qu'est devenu un dossier, une fois sa décision notifiée.", (Office, Decided)),
        new(Act.AskStatistics, Area.Outcome, "statistics.published-only", "Only the tables of published barometer editions are open to you: read them at /barometer.", "Seuls les tableaux des éditions publiées du baromètre vous sont ouverts : lisez-les à l'adresse /barometer.", (Office | Chair | ViceChair | Administrator, Any)),
    ];

    static readonly FrozenDictionary<Act, Row> ByAct = Table.ToFrozenDictionary(row => row.Act);

    /// <summary>May somebody who stands so do it, and why (not).</summary>
    public static Permission May(Act act, Stance stance)
    {
        var row = ByAct[act];
        var shuts = Precedence.Where(shut => shut.In.Contains(row.Area) && (stance.Who & shut.By) != 0).ToList();
        var acting = shuts.Aggregate(Counted(stance.Who), (rest, shut) => rest & ~(shut.Shuts & ~shut.By));
        var mine = row.Cases.Where(one => (one.Who & acting) != 0).ToList();
        if (mine.Any(one => (one.While & stance.Phase) != 0 || one.While is Any))
            return new(MayAnswer.Yes, row.Refusal);
        if (mine.Count > 0)
            return new(MayAnswer.NotNow, row.Refusal);
        var because = shuts.Find(shut => row.Cases.Any(one => (one.Who & stance.Who & shut.Shuts) != 0)) ?? shuts.FirstOrDefault();
        return new(MayAnswer.No, because is null ? row.Refusal : new(
            CodeOf(because, row), $"{because.English} {row.Refusal.English}", $"{because.French} {row.Refusal.French}"));
    }

    // The codes that programs know.
    static string CodeOf(Shut because, Row row) => ((because.By & Holders) != 0, row.Area) switch
    {
        (true, Area.Dossier) => "dossier.own",
        (true, Area.Interview) => "interview.own-dossier",
        (false, Area.Review) when (because.By & Recused) != 0 && row.Refusal.Code.StartsWith("item.", StringComparison.Ordinal) => "item.recused",
        _ => row.Refusal.Code,
    };

    /// <summary>The rows of an act for somebody in these roles, as (relation or role, phases, relations that shut it): what a filter is composed from.</summary>
    internal static IEnumerable<(Who Who, Phase While, Who Shut)> Cases(Act act, Who roles)
    {
        var row = ByAct[act];
        var possible = Counted(roles | Relations);
        // Whoever is shut out by a part that the act is open to anyway, and that nothing shuts, sees it in that part.
        var shuttable = Precedence.Where(shut => shut.In.Contains(row.Area)).Aggregate(Nobody, (all, shut) => all | (shut.Shuts & ~shut.By));
        var always = possible & ~shuttable & row.Cases.Where(one => one.While is Any).Aggregate(Nobody, (all, one) => all | one.Who);
        return from one in row.Cases
               from who in Each(one.Who & possible)
               let shut = Precedence.Where(shut => shut.In.Contains(row.Area) && (shut.Shuts & ~shut.By & who) != 0)
                   .Aggregate(Nobody, (all, shut) => all | (shut.By & ~always))
               where (shut & roles) == 0
               select (who, one.While, shut & Relations);
    }

    // Everything before the roles.
    const Who Relations = (Who)((int)HolderRole - 1);

    internal static IEnumerable<T> Each<T>(T flags) where T : struct, Enum =>
        Enum.GetValues<T>().Where(one => BitOperations.IsPow2(Convert.ToInt32(one, CultureInfo.InvariantCulture)) && flags.HasFlag(one));

    /// <summary>The phases in which an act is somebody's at all.</summary>
    public static Phase When(Act act) => ByAct[act].Cases.Aggregate(None, (all, one) => all | one.While);

    sealed record Shut(Who By, Who Shuts, Area[] In, string English, string French);

    sealed record Row(Act Act, Area Area, Refusal Refusal, (Who Who, Phase While)[] Cases)
    {
        public Row(Act act, Area area, string code, string english, string french, params (Who Who, Phase While)[] cases)
            : this(act, area, new Refusal(code, english, french), cases)
        {
        }
    }

    /// <summary>What an act is about: what shuts it depends on it.</summary>
    enum Area
    {
        Dossier,
        Interview,
        Review,
        Session,
        Outcome,
    }
}
