namespace IncidentDesk.Web.Access;

/// <summary>
/// A cookie that is Secure on every answer. Antiforgery's own <see cref="CookieSecurePolicy.Always"/> refuses to work over http altogether, also on
/// localhost, where browsers do keep Secure cookies.
/// </summary>
internal sealed class HostCookie : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}
