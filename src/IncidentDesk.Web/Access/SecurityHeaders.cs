using Microsoft.AspNetCore.StaticAssets;

namespace IncidentDesk.Web.Access;

/// <summary>
/// The headers of every answer, errors included: they are set as the answer starts. A page may set a stricter Referrer-Policy or its own Cache-Control first.
/// </summary>
internal static class SecurityHeaders
{
    // No inline script anywhere; inline styles stay allowed because components place and size things with style attributes.
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; "
        + "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            Set(context);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        var isAsset = context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
        if (context.User.Identity?.IsAuthenticated == true && !isAsset && headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }
}
