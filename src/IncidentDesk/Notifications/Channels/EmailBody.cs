using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IncidentDesk.People;

namespace IncidentDesk.Notifications.Channels;

/// <summary>What a mail says. Everything that came from outside is encoded; the link leads to a page with a button, because scanners follow links.</summary>
internal static partial class EmailBody
{
    private static string Action(Outgoing message) => message.Kind switch
    {
        "incident" => "Open and acknowledge",
        "incident-update" or "incident-resolved" => "Open the incident",
        SendAccessLink.Subject => "Set your password",
        _ => "Open IncidentDesk",
    };

    /// <summary>Who a link that acts belongs to; the others ask for a sign-in.</summary>
    private static string Foot(Outgoing message) => message.Kind is "incident" or SendAccessLink.Subject ? " The link is yours: please do not forward it." : "";

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
        var detail = string.Join("<br>", message.Detail.Split('\n').Select(Line));
        var accent = message.Urgency == Urgency.High ? "#B3261E" : "#1558B0";
        return $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{title}</title></head>
            <body style="margin:0;padding:24px;font-family:Inter,Segoe UI,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
            <div style="max-width:560px;margin:0 auto;border-top:4px solid {accent};padding-top:16px">
            <h1 style="font-size:20px;line-height:1.3;margin:0 0 12px">{title}</h1>
            <p style="margin:0 0 24px;overflow-wrap:anywhere">{detail}</p>
            <p style="margin:0 0 24px"><a href="{WebUtility.HtmlEncode(message.ActionUrl)}" style="display:block;text-align:center;background:#3D4FB8;color:#FFFFFF;text-decoration:none;font-weight:600;padding:16px;border-radius:8px">{Action(message)}</a></p>
            <p style="font-size:13px;color:#5F6368;margin:0">Sent to {WebUtility.HtmlEncode(message.PersonName)} by IncidentDesk.{Foot(message)}</p>
            </div></body></html>
            """;
    }

    /// <summary>
    /// One line of the detail: encoded, and what is an address becomes a link that shows where it leads. Phones don't make their own inside HTML.
    /// </summary>
    private static string Line(string line)
    {
        var html = new StringBuilder();
        var end = 0;
        foreach (Match match in Address().Matches(line))
        {
            var address = WebUtility.HtmlEncode(match.Value);
            html.Append(WebUtility.HtmlEncode(line[end..match.Index])).Append($"<a href=\"{address}\">{address}</a>");
            end = match.Index + match.Length;
        }
        return html.Append(WebUtility.HtmlEncode(line[end..])).ToString();
    }

    [GeneratedRegex(@"https?://[^\s<>""]*[^\s<>"".,;:!?)\]']")]
    private static partial Regex Address();
}
