using System.Net;
using IncidentDesk.People;

namespace IncidentDesk.Notifications.Channels;

/// <summary>What a mail says. Everything that came from outside is encoded; the link leads to a page with a button, because scanners follow links.</summary>
internal static class EmailBody
{
    private static string Action(Outgoing message) => message.Kind switch
    {
        "incident" => "Open and acknowledge",
        "incident-update" or "incident-resolved" => "Open the incident",
        _ => "Open IncidentDesk",
    };

    /// <summary>Who a link that acknowledges belongs to; the others ask for a sign-in.</summary>
    private static string Foot(Outgoing message) => message.Kind == "incident" ? " The link is yours: please do not forward it." : "";

    public static string Text(Outgoing message) =>
        $"""
        {message.Title}

        {message.Detail}

        {Action(message)}:
        {message.ActionUrl}

        Sent to {message.PersonName} by IncidentDesk.{Foot(message)}
        """.ReplaceLineEndings("\r\n");

    public static string Html(Outgoing message)
    {
        var title = WebUtility.HtmlEncode(message.Title);
        var detail = string.Join("<br>", message.Detail.Split('\n').Select(WebUtility.HtmlEncode));
        var accent = message.Urgency == Urgency.High ? "#B3261E" : "#1558B0";
        return $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{title}</title></head>
            <body style="margin:0;padding:24px;font-family:Inter,Segoe UI,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
            <div style="max-width:560px;margin:0 auto;border-top:4px solid {accent};padding-top:16px">
            <h1 style="font-size:20px;line-height:1.3;margin:0 0 12px">{title}</h1>
            <p style="margin:0 0 24px">{detail}</p>
            <p style="margin:0 0 24px"><a href="{WebUtility.HtmlEncode(message.ActionUrl)}" style="display:block;text-align:center;background:#3D4FB8;color:#FFFFFF;text-decoration:none;font-weight:600;padding:16px;border-radius:8px">{Action(message)}</a></p>
            <p style="font-size:13px;color:#5F6368;margin:0">Sent to {WebUtility.HtmlEncode(message.PersonName)} by IncidentDesk.{Foot(message)}</p>
            </div></body></html>
            """;
    }
}
