using FluentValidation;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class PlanSession
{
    public sealed record Request(string Title, DateTimeOffset StartsAt, string Place, IReadOnlyList<Seat> Members);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Title).NotEmpty().MaximumLength(200);
            RuleFor(request => request.StartsAt).SensibleInstant();
            RuleFor(request => request.Place).NotEmpty().MaximumLength(200);
            RuleFor(request => request.Members).SomeMembers();
        }
    }

    public static async Task<Results<Created<SessionView>, ValidationProblem, UnprocessableProblem>> Handle(
        Request request, MeetingStore meetings, PersonStore persons, SessionReader reader, SessionMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await WhyNot(request.Members, persons, stop) is { } refused)
            return refused;
        if (Session.Plan(request.Title, request.StartsAt, request.Place, request.Members, clock.GetUtcNow()) is not var (session, scheduled))
            return CannotSit();
        await meetings.Plan(session, scheduled, mails, caller.Actor(Roles.Office), stop);
        var planned = await reader.Read(session.Id, caller, stop)
            ?? throw new InvalidOperationException($"Session {session.Id} was planned and cannot be read.");
        return TypedResults.Created($"/api/sessions/{session.Id}", planned);
    }

    internal static IRuleBuilderOptions<T, IReadOnlyList<Seat>> SomeMembers<T>(this IRuleBuilder<T, IReadOnlyList<Seat>> rule) =>
        rule.Must(members => members.Count <= 60 && !members.Contains(null!))
            .Says("Name at most 60 members.", "Nommez au plus 60 membres.");

    /// <summary>Null: they can sit together, and each holds the role they sit in.</summary>
    internal static async Task<UnprocessableProblem?> WhyNot(IReadOnlyList<Seat> members, PersonStore persons, CancellationToken stop)
    {
        if (!Session.CanSit(members))
            return CannotSit();
        foreach (var seat in members)
        {
            if (await persons.Find(seat.PersonId, stop) is not { Disabled: false } person || !person.Roles.Contains(RoleOf(seat)))
                return Problems.Unprocessable("session.member-without-role",
                    $"Person {seat.PersonId} is not known here as {RoleOf(seat)}. Give them the role first, or choose somebody else.",
                    $"La personne {seat.PersonId} n'est pas connue ici comme {RoleOf(seat)}. Donnez-lui d'abord ce rôle, ou choisissez quelqu'un d'autre.");
        }
        return null;
    }

    internal static UnprocessableProblem CannotSit() => Problems.Unprocessable("session.members",
        "A session needs at least three members, one chair among them and no more than one vice-chair, nobody twice.",
        "Une séance demande au moins trois membres, dont un président et au plus un vice-président, chacun une seule fois.");

    static string RoleOf(Seat seat) => seat.Role switch
    {
        SeatRole.Chair => Roles.Chair,
        SeatRole.ViceChair => Roles.ViceChair,
        SeatRole.Member => Roles.Member,
    };
}
