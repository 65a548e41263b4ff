using System.Security.Cryptography;
using System.Text;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions.Live;

/// <summary>Renders the live page's content for one viewer, and names what came out: the same name, the same bytes.</summary>
public sealed class LiveRenderer(LiveReader reader, ComponentText text)
{
    public sealed record Rendered(LiveRoom Room, string Html, string Name);

    /// <summary>Null: there is no such session, or not for this caller.</summary>
    public async Task<Rendered?> Render(Guid sessionId, Caller caller, bool screen, CancellationToken stop)
    {
        if (await reader.Read(sessionId, caller, screen, stop) is not { } room)
            return null;
        var html = await text.Of<LiveBoard>(nameof(LiveBoard.Room), room);
        return new(room, html, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(html)))[..24]);
    }
}

/// <summary>The live page, for members, the office and the screen in the room.</summary>
public static class ShowLiveSession
{
    public static async Task<Results<RazorComponentResult<LiveSessionPage>, NotFoundProblem>> Page(
        Guid id, LiveRenderer renderer, Caller caller, CancellationToken stop, bool screen = false) =>
        await renderer.Render(id, caller, screen, stop) is { } now
            ? Pages.Show<LiveSessionPage>(new { now.Room, Seen = now.Name })
            : Problems.NotFound();
}

/// <summary>
/// Follows a session: server-sent events, each the whole content as this viewer may see it, and none while it stays the same. A connection
/// that was lost takes up where it was, by the name of what was seen last. It is not for ever: whoever follows is asked for their rights
/// again every minute. Whoever asks for anything else than events gets what there is to see now, and the end.
/// </summary>
public static class FollowSession
{
    static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(300), SaysAliveEvery = TimeSpan.FromSeconds(10);

    /// <summary>Seconds after which a viewer comes back.</summary>
    const int Stays = 60;

    public static async Task<Results<EmptyHttpResult, NoContent>> Handle(
        Guid id, HttpContext context, LiveRenderer renderer, MeetingStore meetings, IHostApplicationLifetime life, Caller caller, TimeProvider clock,
        bool screen = false, string? seen = null, int seconds = Stays)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        var turn = await meetings.Turn(id, ends.Token);
        if (await renderer.Render(id, caller, screen, ends.Token) is not { } now)
            return TypedResults.NoContent();
        var known = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : seen;
        var answer = context.Response;
        answer.ContentType = "text/event-stream; charset=utf-8";
        // Through nginx at once, not when a buffer is full.
        answer.Headers["X-Accel-Buffering"] = "no";
        await answer.WriteAsync($"retry: 1000\nevent: clock\ndata: {clock.GetUtcNow().ToUnixTimeMilliseconds()}\n\n", ends.Token);
        var stays = context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal) ? Math.Clamp(seconds, 0, Stays) * 1000L : 0;
        var began = Environment.TickCount64;
        var said = began;
        try
        {
            while (true)
            {
                if (now is not null && now.Name != known)
                {
                    await answer.WriteAsync(Event(now), ends.Token);
                    (known, said) = (now.Name, Environment.TickCount64);
                }
                else if (Environment.TickCount64 - said > SaysAliveEvery.TotalMilliseconds)
                {
                    await answer.WriteAsync(":\n\n", ends.Token);
                    said = Environment.TickCount64;
                }
                await answer.Body.FlushAsync(ends.Token);
                if (Environment.TickCount64 - began >= stays)
                    break;
                await Task.Delay(LooksEvery, ends.Token);
                now = null;
                if (await meetings.Turn(id, ends.Token) is var turned && turned != turn)
                {
                    turn = turned;
                    now = await renderer.Render(id, caller, screen, ends.Token);
                    if (now is null)
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The viewer went, or the program ends: whoever still looks comes back.
        }
        return TypedResults.Empty;
    }

    static string Event(LiveRenderer.Rendered now)
    {
        var text = new StringBuilder($"id: {now.Name}\nevent: live\n");
        foreach (var line in now.Html.ReplaceLineEndings("\n").Split('\n'))
            text.Append("data: ").Append(line).Append('\n');
        return text.Append('\n').ToString();
    }
}
