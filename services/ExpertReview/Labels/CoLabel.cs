using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

public enum ClusterDecision
{
    Labelled,
    Refused,
}

/// <summary>What another cluster decided of its own on the dossier of a label.</summary>
/// <remarks>DecidedOn: In Europe/Paris.</remarks>
public sealed record CoDecision
{
    public required string Cluster { get; init; }
    public required ClusterDecision Decision { get; init; }
    public required DateOnly DecidedOn { get; init; }
}

/// <summary>
/// The chair records what another cluster decided. Where it labelled too, the certificate is issued again and names it; where it refused,
/// our label stands as it is, and nobody outside reads of it.
/// </summary>
public static class CoLabel
{
    public sealed record Request(string Cluster, ClusterDecision Decision, DateOnly DecidedOn, long Revision, string Confirmation);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Cluster).NotEmpty().MaximumLength(200)
                .Must(cluster => cluster is null || !cluster.Any(char.IsControl)).Says("Give the name on one line.", "Donnez le nom sur une ligne.");
            RuleFor(request => request.Decision).IsInEnum();
            RuleFor(request => request.DecidedOn).SensibleDay();
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Confirmation).NotEmpty().MaximumLength(4000);
        }
    }

    public static async Task<Results<Ok<LabelCheck>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        string number, Request request, LabelStore labels, LabelAccess access, Experts.PersonStore people, ActConfirmation confirmations, LabelKeys keys,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var at = clock.GetUtcNow();
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await labels.Find(number, stop) is not { } label || await access.StandingOn(label, caller, stop) is not { } standing)
            return Problems.NotFound();
        if (standing.WhyNot(Act.RecordCoLabel) is { } notYours)
            return notYours;
        if (label.Revision != request.Revision)
            return Problems.Stale();
        if (request.DecidedOn > Paris.Day(at))
            return Problems.Invalid("decidedOn", "Give a day that is not to come.", "Donnez un jour qui n'est pas à venir.");
        var before = await labels.Certificates(label.Id, stop);
        if (before.Count == 0 || label.StatusOn(Paris.Day(at)) is LabelStatus.Revoked or LabelStatus.Expired)
            return Problems.Conflict("label.not-in-force", "This label is not in force.", "Ce label n'est pas en vigueur.");
        var cluster = request.Cluster.Trim();
        if ((await labels.CoDecisions(label.Id, stop)).Any(known => string.Equals(known.Cluster, cluster, StringComparison.OrdinalIgnoreCase)))
            return Problems.Conflict("label.cluster-known", "What this cluster decided is recorded already.", "La décision de ce pôle est déjà enregistrée.");
        if (await confirmations.Read(request.Confirmation, caller.PersonId) is not { } confirmationId || await labels.IsUsed(confirmationId, stop))
            return ReleaseDecisions.NotConfirmed();

        var decided = new CoDecision { Cluster = cluster, Decision = request.Decision, DecidedOn = request.DecidedOn };
        var role = caller.Is(Roles.Chair) ? Roles.Chair : Roles.ViceChair;
        var now = label with { Revision = label.Revision + 1 };
        var certificate = decided.Decision is ClusterDecision.Labelled
            ? Certificate.After(before[0], now, new((await people.Find(caller.PersonId, stop))?.Name ?? "", role), keys, at, decided)
            : null;
        return await labels.CoLabel(label, now, decided, certificate is null ? null : (certificate, now.LabelledToo(certificate, at)), confirmationId, caller.PersonId, caller.Actor(role), stop)
            ? TypedResults.Ok(ReadLabels.View(now, certificate is null ? before : [certificate, .. before], Paris.Day(at)))
            : Problems.Stale();
    }

    public static Task<IResult> Page(string number, LabelStore labels, LabelAccess access, Caller caller, CancellationToken stop) =>
        Show(number, labels, access, caller, stop);

    public static async Task<IResult> HandleForm(
        string number, Typed typed, LabelStore labels, LabelAccess access, Experts.PersonStore people, ActConfirmation confirmations, LabelKeys keys,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var (decision, day) = (typed.Choice<ClusterDecision>("decision"), typed.Day("decidedOn"));
        if (decision is null && typed["decision"] is null)
            typed.Missing("decision");
        if (day is null && typed["decidedOn"] is null)
            typed.Missing("decidedOn");
        var refused = FormRefusal.Of(typed);
        if (refused is null)
        {
            var answer = await Handle(
                number, new(typed.Text("cluster"), decision ?? default, day ?? default, typed.Revision(), typed.Text("confirmation")), labels, access, people, confirmations, keys, caller, clock, stop);
            if (answer.Result is Ok<LabelCheck>)
                return Pages.SeeOther($"/labels/{number}/clusters", Text.Clusters_Done);
            if (answer.Result is NotFoundProblem nothing)
                return nothing;
            refused = FormRefusal.Of(answer);
        }
        return await Show(number, labels, access, caller, stop, refused, typed);
    }

    /// <summary>For whoever reads the decision; the chair records.</summary>
    static async Task<IResult> Show(
        string number, LabelStore labels, LabelAccess access, Caller caller, CancellationToken stop, FormRefusal? refused = null, Typed? typed = null)
    {
        if (await labels.Find(number, stop) is not { } label || !await access.MayRead(label, caller, stop))
            return Problems.NotFound();
        return Pages.Show<ClustersPage>(new
        {
            Label = label,
            Decisions = await labels.CoDecisions(label.Id, stop),
            Records = label.Revocation is null && await access.StandingOn(label, caller, stop) is { } standing && standing.May(Act.RecordCoLabel),
            Errors = refused?.Errors ?? FieldErrors.None,
            Typed = typed ?? Typed.Nothing,
        }, refused?.Status ?? 200);
    }
}
