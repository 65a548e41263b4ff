using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Hosting;

/// <summary>One act, and why it is allowed or not, in the reader's language.</summary>
/// <param name="Act">As on the page of <see cref="Permissions"/>.</param>
/// <param name="Allowed">True: now.</param>
/// <param name="Because">The sentence.</param>
public sealed record AccessLine(Act Act, bool Allowed, string Because);

/// <summary>"Why can I (not) see this?"</summary>
/// <param name="As">In which parts the person stands before it; none for whoever it does not exist for.</param>
/// <param name="Acts">What they may do.</param>
public sealed record AccessAnswer(IReadOnlyList<string> As, IReadOnlyList<AccessLine> Acts);

/// <summary>
/// Answers anybody about their own access, and the office and administrators about anybody's. To whoever may not see a thing the
/// answer is the one for a thing that there is not.
/// </summary>
public static class ExplainAccess
{
    /// <summary>The answer.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="person">About whom; null for oneself.</param>
    /// <param name="standings">Where the roles of others are known.</param>
    /// <param name="toAskAboutOthers">What somebody must be allowed on the thing to ask about others: its answer tells who stands how.</param>
    /// <param name="acts">What is asked about.</param>
    /// <param name="find">How a person in these roles stands to the thing; null where it does not exist for them.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<Results<Ok<AccessAnswer>, ForbiddenProblem>> Of(
        Caller caller, Guid? person, Standings standings, Act toAskAboutOthers, IReadOnlyList<Act> acts, Func<Guid, Who, Task<Stance?>> find, CancellationToken stop)
    {
        var roles = Stance.Roles(caller.Roles);
        var own = await find(caller.PersonId, roles);
        if (person is null || person == caller.PersonId)
            return TypedResults.Ok(Answer(own, acts));
        if (new Stance(roles, Phase.None).WhyNot(Act.AskAboutOthers) is { } no)
            return no;
        if (own is null || !own.May(toAskAboutOthers))
            return TypedResults.Ok(Answer(null, acts));
        var known = await standings.Of(person.Value, Guid.Empty, stop);
        return TypedResults.Ok(Answer(await find(person.Value, Stance.Roles(known is { MayComeIn: true } ? known.Roles : [])), acts));
    }

    static AccessAnswer Answer(Stance? found, IReadOnlyList<Act> acts)
    {
        var stance = found ?? Stance.Unknown;
        return new(
            [.. Names.Where(part => stance.Is(part.Who)).Select(part => Words.Say(part.English, part.French))],
            [.. acts.Select(act => Line(act, Permissions.May(act, stance)))]);
    }

    static AccessLine Line(Act act, Permission may) => new(act, may.Answer is MayAnswer.Yes, may.Answer switch
    {
        MayAnswer.Yes => Words.Say($"Yes. {may.Because.English}", $"Oui. {may.Because.French}"),
        MayAnswer.NotNow => Words.Say($"Not now. {may.Because.English}", $"Pas maintenant. {may.Because.French}"),
        MayAnswer.No => Words.Say($"No. {may.Because.English}", $"Non. {may.Because.French}"),
    });

    static readonly (Who Who, string English, string French)[] Names =
    [
        (Who.Holder, "holder", "porteur"), (Who.CoHolder, "co-holder", "co-porteur"), (Who.WholeCoHolder, "given all of it to write", "chargé de tout écrire"), (Who.Partner, "partner", "partenaire"),
        (Who.Interviewer, "expert of the interview", "expert de l'entretien"), (Who.Proposed, "expert proposed for the interview", "expert proposé pour l'entretien"),
        (Who.Invited, "expert invited to review", "expert invité à expertiser"), (Who.Reviewer, "reviewing expert", "expert qui expertise"),
        (Who.Recused, "recused or in conflict", "déporté ou en conflit d'intérêts"), (Who.Seated, "member of its session", "membre de sa séance"),
        (Who.Member, "committee member", "membre du comité"), (Who.Chair, "chair", "président"), (Who.ViceChair, "vice-chair", "vice-président"),
        (Who.Office, "office", "permanent"), (Who.Administrator, "administrator", "administrateur"),
    ];
}
