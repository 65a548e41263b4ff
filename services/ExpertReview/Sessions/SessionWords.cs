using System.Globalization;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Sessions;

/// <summary>The words of sessions on pages and in mails.</summary>
public static class SessionWords
{
    public static string Name(SessionStatus status) => status switch
    {
        SessionStatus.Planned => Text.Session_Planned,
        SessionStatus.AgendaPublished => Text.Session_AgendaPublished,
        SessionStatus.Open => Text.Session_Open,
        SessionStatus.Closed => Text.Session_Closed,
        SessionStatus.MinutesFinal => Text.Session_MinutesFinal,
        SessionStatus.Cancelled => Text.Session_Cancelled,
    };

    public static string Kind(SessionStatus status) => status switch
    {
        SessionStatus.Planned or SessionStatus.Open => "waiting",
        SessionStatus.AgendaPublished or SessionStatus.Closed => "info",
        SessionStatus.MinutesFinal => "done",
        SessionStatus.Cancelled => "late",
    };

    public static string Name(SeatRole role) => role switch
    {
        SeatRole.Chair => Text.Seat_Chair,
        SeatRole.ViceChair => Text.Seat_ViceChair,
        SeatRole.Member => Text.Seat_Member,
    };

    public static string Name(Presence presence) => presence switch
    {
        Presence.Present => Text.Presence_Present,
        Presence.Remote => Text.Presence_Remote,
        Presence.Absent => Text.Presence_Absent,
    };

    public static string Kind(Presence presence) => presence switch
    {
        Presence.Present or Presence.Remote => "done",
        Presence.Absent => "info",
    };

    public static string Name(RecusalKind kind) => kind switch
    {
        RecusalKind.Detected => Text.Recusal_Detected,
        RecusalKind.Own => Text.Recusal_Own,
        RecusalKind.Office => Text.Recusal_Office,
    };

    /// <summary>"March 2026".</summary>
    public static string Month(DateTimeOffset instant)
    {
        var text = Paris.Day(instant).ToString("MMMM yyyy", CultureInfo.CurrentCulture);
        return char.ToUpper(text[0], CultureInfo.CurrentCulture) + text[1..];
    }

    /// <summary>"2026-0042, 2026-0043".</summary>
    public static string References(IEnumerable<Guid> dossierIds, IReadOnlyDictionary<Guid, SessionCalendar.DossierName> names) =>
        string.Join(", ", dossierIds.Select(id => names.GetValueOrDefault(id)?.Reference ?? "").Where(reference => reference.Length > 0));

    public static string Said(string text, params object?[] values) => string.Format(CultureInfo.CurrentCulture, text, values);
}
