using System.Globalization;
using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>What left by mail and when, for the office: every service has its own table, mapped here for all of them alike.</summary>
public static class MailLog
{
    /// <summary>Lines on a page.</summary>
    const int PageSize = 50;

    /// <summary>A line of the log as the API gives it.</summary>
    /// <param name="Id">Identity of the mail.</param>
    /// <param name="Kind">What it is for.</param>
    /// <param name="PersonId">Whom it went to.</param>
    /// <param name="Address">Where it went to; null once the person was erased.</param>
    /// <param name="Language">"fr" or "en".</param>
    /// <param name="Subject">One line.</param>
    /// <param name="State">Where it is.</param>
    /// <param name="QueuedAt">When it was written.</param>
    /// <param name="SentAt">When it left.</param>
    /// <param name="Attempts">How often sending it failed.</param>
    /// <param name="LastError">Why it failed last.</param>
    public sealed record Line(
        Guid Id, string Kind, Guid? PersonId, string? Address, string Language, string Subject, MailState State, DateTimeOffset QueuedAt,
        DateTimeOffset? SentAt, int Attempts, string? LastError)
    {
        internal static Line Of(MailLine line) => new(
            line.Id, line.Kind, line.PersonId, line.Address, line.Language, line.Subject,
            line.SentAt is not null ? MailState.Sent : line.RefusedAt is not null ? MailState.Refused : MailState.Waiting,
            line.QueuedAt, line.SentAt, line.Attempts, line.LastError);
    }

    /// <summary>The path of a service's fragment; a query of <c>page</c> goes back in time.</summary>
    public static string Fragment(string service) => $"/fragments/{ServiceAddress.Of(service)}/mail";

    internal static string Time(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Paris.Zone).ToString("g", CultureInfo.CurrentCulture);

    internal static string Said(Line line) => line.State switch
    {
        MailState.Sent => Words.Say($"● Sent {Time(line.SentAt!.Value)}", $"● Envoyé {Time(line.SentAt!.Value)}"),
        MailState.Waiting when line.Attempts > 0 => Words.Say(
            $"◐ Waiting, failed {line.Attempts} times: {line.LastError}", $"◐ En attente, {line.Attempts} échecs\u202f: {line.LastError}"),
        MailState.Waiting => Words.Say("◐ Waiting", "◐ En attente"),
        MailState.Refused => Words.Say($"▲ Refused: {line.LastError}", $"▲ Refusé\u202f: {line.LastError}"),
    };

    internal static void Relay(IServiceCollection services, IReadOnlyList<LabellingService> running, Databases databases, MailSettings settings)
    {
        services.AddSingleton(settings);
        services.AddRazorComponents();
        services.AddSingleton<PageLinks>();
        if (!settings.Leaves)
            return;
        services.AddSingleton<IMailSender>(settings.Smtp is not null ? new SmtpMail(settings) : new PickupMail(settings));
        foreach (var service in running)
            services.AddSingleton<IHostedService>(provider => new MailRelay(
                databases[service.Name], provider.GetRequiredService<IMailSender>(), provider.GetRequiredService<ILogger<MailRelay>>()));
    }

    internal static void Map(IEndpointRouteBuilder app, string service, Database database)
    {
        app.MapGet(Fragment(service), async (MailSettings settings, CancellationToken stop, string? page = null) =>
        {
            var number = int.TryParse(page, out var asked) && asked is > 0 and <= 100_000 ? asked : 1;
            var (lines, total) = await Mail.Log(database, number, PageSize, stop);
            return new RazorComponentResult<MailLines>(new Dictionary<string, object?>
            {
                [nameof(MailLines.Source)] = Fragment(service),
                [nameof(MailLines.Page)] = new PageOf<Line>([.. lines.Select(Line.Of)], number, PageSize, total),
                [nameof(MailLines.Leaves)] = settings.Leaves,
            });
        }).For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        app.MapGet($"/api/mail/{ServiceAddress.Of(service)}", async Task<Results<Ok<PageOf<Line>>, ValidationProblem>> (CancellationToken stop, int page = 1, int pageSize = PageSize) =>
        {
            if (page is < 1 or > 1_000_000)
                return Problems.Invalid("page", "Pages are numbered from 1.", "Les pages sont numérotées à partir de 1.");
            if (pageSize is < 1 or > 200)
                return Problems.Invalid("pageSize", "A page has 1 to 200 lines.", "Une page compte de 1 à 200 lignes.");
            var (lines, total) = await Mail.Log(database, page, pageSize, stop);
            return TypedResults.Ok(new PageOf<Line>([.. lines.Select(Line.Of)], page, pageSize, total));
        }).For(Roles.Office, Roles.Administrator).WithTags("Mail").WithSummary($"What {service} sent by mail, newest first");
    }
}

/// <summary>Where a mail is.</summary>
public enum MailState
{
    /// <summary>Written, and not sent yet.</summary>
    Waiting,

    /// <summary>It has left.</summary>
    Sent,

    /// <summary>The mail server refuses the address for good, or the address was deleted before it left.</summary>
    Refused,
}
