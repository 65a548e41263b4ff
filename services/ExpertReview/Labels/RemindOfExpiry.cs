using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Labels;

/// <summary>Tells the holders that their label ends soon, once for each of the days. A revoked label is reminded of no more.</summary>
public sealed partial class RemindOfExpiry(Database database, LabelStore labels, PageLinks links, TimeProvider clock, ILogger<RemindOfExpiry> log)
    : Sweep(TimeSpan.FromMinutes(1), clock)
{
    /// <summary>Days before the last day of a label, in the order they come.</summary>
    public static readonly IReadOnlyList<int> Days = [90, 30];

    /// <summary>Which reminder is due; null for none.</summary>
    public static int? Due(DateOnly validUntil, DateOnly today) =>
        validUntil < today ? null : Days.Where(days => validUntil.AddDays(-days) <= today).Select(days => (int?)days).LastOrDefault();

    protected override Task Tick(CancellationToken stop) => Look(stop);

    /// <summary>Writes the reminders that are due.</summary>
    public async Task Look(CancellationToken stop)
    {
        var today = Paris.Day(database.Clock.GetUtcNow());
        foreach (var days in Days)
            foreach (var label in await labels.Unreminded(today, days, stop))
                if (Due(label.ValidUntil, today) == days)
                    await labels.Remind(label, days, holder => Mail(label, days, holder), stop);
    }

    /// <summary>Says no more than the register does.</summary>
    OutgoingMail? Mail(Label label, int days, PersonInReview holder) => holder.Disabled ? null : MailWords.To(
        new(holder.Id, holder.Name, holder.Email, holder.Language), "label.expiry", $"label.expiry {label.Id:N} {days} {holder.Id:N}", () => (
            MailWords.Said(Text.MailExpiry_Subject, label.Number, Paris.Written(label.ValidUntil)),
            MailWords.Said(Text.MailExpiry_Text, label.Number, label.Dossier.Reference, Paris.Due(label.ValidUntil), links.To($"/labels/{label.Number}"))));

    protected override void Failed(Exception failure) => NotReminded(failure);

    [LoggerMessage(LogLevel.Warning, "Reminders of labels that end could not be written; they are tried again in a minute")]
    partial void NotReminded(Exception failure);
}
