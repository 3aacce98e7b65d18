namespace IncidentDesk.Web.Access;

/// <summary>
/// Redirects within the site name no host (RFC 9110, 10.2.2 allows it): the framework would take the host from the request's Host header, by which a cache
/// in between could be made to lead others astray.
/// </summary>
internal static class RelativeRedirects
{
    public static IApplicationBuilder UseRelativeRedirects(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var own = $"{context.Request.Scheme}://{context.Request.Host}";
            var location = context.Response.Headers.Location.ToString();
            if (location.StartsWith(own + "/", StringComparison.OrdinalIgnoreCase))
            {
                // Not the start of another host's name: "//" would be one.
                context.Response.Headers.Location = "/" + location[own.Length..].TrimStart('/');
            }
            return Task.CompletedTask;
        });
        return next(context);
    });
}
