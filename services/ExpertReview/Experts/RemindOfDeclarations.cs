using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

/// <summary>Reminds experts of their yearly declaration of interests. Each reminder has a key of its own, and leaves once.</summary>
public sealed partial class RemindOfDeclarations(Database database, ExpertStore experts, PageLinks links, TimeProvider clock, ILogger<RemindOfDeclarations> log)
    : Sweep(TimeSpan.FromMinutes(30), clock)
{
    /// <summary>Days from the day on which a declaration is a year old, in the order they come.</summary>
    public static readonly IReadOnlyList<int> Days = [-30, 0, 30];

    protected override Task Tick(CancellationToken stop) => Remind(stop);

    protected override void Failed(Exception failure) => Failed(database.Name, failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not remind of declarations and tries again in half an hour")]
    partial void Failed(string service, Exception failure);

    /// <summary>Which reminder is due; null for none. After a stop only the latest is.</summary>
    public static int? Due(DateOnly declaredOn, DateOnly today) =>
        Days.Where(days => declaredOn.AddYears(1).AddDays(days) <= today).Select(days => (int?)days).LastOrDefault();

    public async Task Remind(CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        if (TimeZoneInfo.ConvertTime(now, Paris.Zone).Hour < Reviews.RemindOfReviews.FromHour)
            return;
        var today = Paris.Day(now);
        var said = (await database.Query<string>(
            """
            select DedupKey
            from Mail
            where Kind = 'expert.declaration'
            """,
            null, stop)).ToHashSet(StringComparer.Ordinal);
        foreach (var (expert, person) in await experts.All(stop))
        {
            if (person.Disabled || !person.Roles.Contains(Contracts.Roles.Expert) || Due(expert.Declaration.DeclaredOn, today) is not { } days)
                continue;
            var key = $"expert.declaration {person.Id:N} {expert.Declaration.DeclaredOn:yyyyMMdd} {days}";
            if (said.Contains(key))
                continue;
            var mail = MailWords.To(
                new(person.Id, person.Name, person.Email, person.Language), "expert.declaration", key,
                () => (Text.MailDeclaration_Subject, MailWords.Said(
                    Text.MailDeclaration_Text, Paris.Written(expert.Declaration.DeclaredOn), Paris.Written(expert.Declaration.DeclaredOn.AddYears(1)), links.To($"/experts/{person.Id}/edit"))));
            if (mail is null)
                continue;
            await using var transaction = await database.Begin(stop);
            if (!await Mail.Add(transaction, mail))
                continue;
            await AuditTrail.Add(transaction, Actor.Service(Contracts.EventCatalogue.ExpertReview), "expert.reminded", person.Id, null, new { expert.Declaration.DeclaredOn, Days = days });
            await transaction.Commit();
        }
    }
}
