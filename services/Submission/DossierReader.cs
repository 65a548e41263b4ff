using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>Everything the page of a dossier shows to one reader.</summary>
public sealed record DossierShown(
    DossierView Dossier, bool Held, Programme? Programme, Call? Call, IReadOnlyList<Step> Steps, IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<VersionLine> Versions, VocabularyWords Words, DossierActs Acts, IReadOnlyList<MissingField> Missing,
    IReadOnlyList<Attachment> Attachments, bool Trail);

/// <summary>What a reader may do on a dossier now, each with its form.</summary>
public sealed record DossierActs(bool Admit, bool RequestCorrection, bool Write, bool Deposit, bool Withdraw, bool Copy)
{
    public static DossierActs Of(DossierSeen seen, Caller caller) => new(
        seen.Stance.May(Act.AdmitDossier),
        seen.Stance.May(Act.AskCorrection) && seen.Dossier.ReviewsBeganAt is null,
        caller.Is(Roles.Holder) && seen.Stance.May(Act.WritePart),
        caller.Is(Roles.Holder) && seen.Stance.May(Act.SubmitDossier),
        caller.Is(Roles.Holder) && seen.Stance.May(Act.WithdrawDossier),
        caller.Is(Roles.Holder) && seen.Stance.May(Act.CopyDossier));
}

/// <summary>Puts the page of a dossier together.</summary>
public sealed class DossierReader(DossierStore dossiers, ProgrammeStore programmes, CallStore calls, VocabularyStore vocabularies, AttachmentStore attachments)
{
    /// <summary>Null: it does not exist, or not for this caller.</summary>
    public async Task<DossierShown?> Read(Guid id, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return null;
        }

        var view = DossierView.Of(seen);
        var history = await dossiers.History(id, forHolder: !seen.Stance.May(Act.ReadOfficeMarks), stop);
        return new DossierShown(
            view, seen.Held,
            view.Content.ProgrammeId is { } programme ? await programmes.Find(programme, stop, view.ProgrammeVersion) : null,
            view.Content.CallId is { } call ? await calls.Find(call, stop) : null,
            DossierLife.Steps(view, history, await dossiers.Interview(id, stop)),
            Timeline(history),
            await dossiers.Versions(id, stop),
            VocabularyWords.Of(await vocabularies.All(stop)),
            DossierActs.Of(seen, caller),
            view.Status is DossierStatus.Draft or DossierStatus.CorrectionRequested && seen.Held ? Completeness.Of(view.Content) : [],
            await attachments.Of(seen, stop),
            seen.Stance.May(Act.ReadTrail) || seen.Stance.May(Act.ReadOwnTrail));
    }

    /// <summary>The latest first. What the committee released is told by expert review, with its words.</summary>
    public static IReadOnlyList<TimelineEntry> Timeline(IReadOnlyList<HistoryLine> history) =>
    [
        .. history.Reverse().Where(line => line.Action is not (DossierAction.Decided or DossierAction.Adjourned)).Select(line => new TimelineEntry(
            line.At, line.Action.Name(),
            line.Action is DossierAction.Submitted or DossierAction.Redirected ? string.Format(System.Globalization.CultureInfo.CurrentCulture, Text.Dossier_VersionNumber, line.Version) : null)),
    ];

    /// <summary>
    /// Back to the page of the dossier; or the page again, with why what was asked was not done and what was typed. The answer is null
    /// where what was typed could not be read, and nothing was asked.
    /// </summary>
    public async Task<Results<SeeOther, RazorComponentResult<ShowDossierPage>, NotFoundProblem>> Answer(
        Guid id, Caller caller, IResult? answer, Typed typed, string message, CancellationToken stop)
    {
        if ((FormRefusal.Of(typed) ?? (answer is null ? null : FormRefusal.Of(answer))) is not { } refusal)
        {
            return Pages.SeeOther($"/dossiers/{id}", message);
        }

        return await Read(id, caller, stop) is { } shown
            ? Pages.Show<ShowDossierPage>(new { Shown = shown, refusal.Errors, Typed = typed }, refusal.Status)
            : Problems.NotFound();
    }
}

/// <summary>The values of the vocabularies in the reader's language.</summary>
public sealed class VocabularyWords
{
    readonly Dictionary<(string Vocabulary, string Code), VocabularyValue> values;

    VocabularyWords(Dictionary<(string, string), VocabularyValue> values) => this.values = values;

    public static VocabularyWords Of(IReadOnlyList<VocabularyValue> values) => new(values.ToDictionary(value => (value.Vocabulary, value.Code)));

    /// <summary>The code itself where it is not known here.</summary>
    public string this[string vocabulary, string? code] =>
        code is null ? "" : values.TryGetValue((vocabulary, code), out var value) ? Hosting.Words.Say(value.English, value.French) : code;

    public string List(string vocabulary, IReadOnlyList<string> codes) => string.Join(", ", codes.Select(code => this[vocabulary, code]));
}
