using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Admissibility;
using Labelling.Submission.Duplicates;
using Labelling.Submission.Messages;
using Labelling.Web;

namespace Labelling.Submission;

/// <summary>What waits here for the caller: drafts and corrections of their own; for the office deposits to admit, corrections that are overdue and dossiers that may be one; for both messages they have not read.</summary>
public static class ShowWaits
{
    /// <summary>Of each kind; the last line tells of the rest.</summary>
    const int Most = 20;

    /// <summary>Pairs of dossiers that may be one: what is most alike says what there is to do.</summary>
    const int MostPairs = 5;

    public static async Task<Piece> Handle(
        DossierStore dossiers, CallStore calls, AdmissionQueue queue, DuplicateStore duplicates, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var waits = await Of(dossiers, calls, queue, duplicates, messages, caller, clock, stop);
        return waits.Count == 0 ? Piece.None(Text.Waits_Title) : Piece.Of<Waits>(Text.Waits_Title, new { Items = waits });
    }

    public static async Task<IReadOnlyList<Wait>> Of(
        DossierStore dossiers, CallStore calls, AdmissionQueue queue, DuplicateStore duplicates, MessageStore messages, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var waits = new List<Wait>();
        var now = clock.GetUtcNow();
        var viewer = Viewer.Of(caller);
        if (caller.Is(Roles.Holder))
        {
            var known = (await calls.All(stop)).ToDictionary(call => call.Id);
            var (drafts, _) = await dossiers.List(viewer, new DossierFilter(DossierStatus.Draft), 0, Most, stop);
            waits.AddRange(drafts.Where(draft => draft.Held).Select(draft => Draft(draft, draft.CallId is { } call ? known.GetValueOrDefault(call) : null, now)));
        }

        if (caller.IsAny(Roles.Holder, Roles.Office))
        {
            var (corrections, _) = await dossiers.List(viewer, new DossierFilter(DossierStatus.CorrectionRequested), 0, 200, stop);
            waits.AddRange(corrections.Where(line => line.Held && caller.Is(Roles.Holder)).Take(Most)
                .Select(line => Wait.For($"/dossiers/{line.Id}", Text.Wait_Correct, NameOf(line)).Before(line.CorrectionDueOn!.Value, Paris.Day(now))));
            waits.AddRange(corrections.Where(line => !line.Held && caller.Is(Roles.Office) && line.CorrectionDueOn < Paris.Day(now)).Take(Most)
                .Select(line => Wait.For($"/dossiers/{line.Id}", Text.Wait_CorrectionOverdue, line.HolderName ?? "", NameOf(line)).Before(line.CorrectionDueOn!.Value, Paris.Day(now))));
        }

        if (caller.Is(Roles.Office))
        {
            var (deposits, total) = await queue.List(viewer, 0, Most, stop);
            waits.AddRange(deposits.Select(line => Wait.For($"/admissibility/{line.Id}", Text.Wait_Admit, line.Acronym).Since(Paris.Day(line.SubmittedAt))));
            if (total > Most)
            {
                waits.Add(Wait.For("/admissibility", Text.Wait_AdmitMore, total - Most));
            }

            var (pairs, found) = await duplicates.List(viewer, CandidateStatus.Open, CandidateOrder.Strength, descending: true, 0, MostPairs, stop);
            waits.AddRange(pairs.Select(pair => Wait.For($"/duplicates/{pair.Id}", Text.Wait_Duplicate, pair.Acronym ?? pair.Reference, pair.OtherReference).Since(Paris.Day(pair.FoundAt))));
            if (found > MostPairs)
            {
                waits.Add(Wait.For("/duplicates", Text.Wait_DuplicatesMore, found - MostPairs));
            }
        }

        if (caller.IsAny(Roles.Holder, Roles.Office))
        {
            waits.AddRange((await messages.Unread(viewer, stop)).Where(line => caller.Is(line.Held ? Roles.Holder : Roles.Office)).Take(Most)
                .Select(line => Wait.For($"/dossiers/{line.DossierId}/messages", line.Held ? Text.Wait_MessageFromOffice : Text.Wait_MessageFromHolder, line.Acronym).Since(Paris.Day(line.Oldest))));
        }

        return [.. Wait.InOrder(waits)];
    }

    static Wait Draft(DossierLine draft, Call? call, DateTimeOffset now)
    {
        var address = $"/dossiers/{draft.Id}";
        return call is null ? Wait.For(address, Text.Wait_ChooseCall, NameOf(draft))
            : call.Terms.ClosesAt <= now ? Wait.For(address, Text.Wait_CallClosed, NameOf(draft), call.Code)
            : Wait.For(address, Text.Wait_Deposit, NameOf(draft), call.Code).Before(call.Terms.ClosesAt, now);
    }

    static string NameOf(DossierLine line) => line.Acronym ?? line.Title ?? line.Reference ?? Text.Dossier_Untitled;
}
