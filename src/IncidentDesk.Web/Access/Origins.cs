namespace IncidentDesk.Web.Access;

/// <summary>Whether a request to change something comes from one of our own pages, told by headers that a foreign page can't set.</summary>
public static class Origins
{
    /// <summary>
    /// By Sec-Fetch-Site where the browser sends it, else by Origin. A program that sends neither is no browser, and carries nobody's session into a trap.
    /// </summary>
    public static bool IsOwn(HttpRequest request, AccessSettings settings)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && (from.Authority == request.Host.Value || from.Authority == settings.PublicUrl?.Authority));
    }
}
