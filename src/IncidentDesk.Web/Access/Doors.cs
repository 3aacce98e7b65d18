using System.Net;

namespace IncidentDesk.Web.Access;

/// <summary>What kind of visitor a request comes from.</summary>
public static class Doors
{
    private static readonly PathString[] Programs = ["/api", "/metrics", "/hubs", "/intake", "/v2", "/openapi", "/healthz", "/_blazor"];

    /// <summary>Paths that programs call: they are answered with problem details, never with a redirect to a page.</summary>
    public static bool IsForPrograms(PathString path) => Array.Exists(Programs, prefix => path.StartsWithSegments(prefix));

    /// <summary>
    /// True when the browser will keep and return a <c>__Host-</c> cookie: over https, or on this machine. Browsers send Sec-Fetch-Mode only to addresses
    /// that they trust so (W3C Fetch Metadata, 2), which also tells of a proxy that ends TLS without saying it.
    /// </summary>
    public static bool CanCarryCookie(HttpRequest request, AccessSettings settings) =>
        request.IsHttps
        || IsLoopbackName(request.Host.Host)
        || request.Headers.ContainsKey("Sec-Fetch-Mode")
        || (settings.PublicUrl is { Scheme: "https" } address && address.Host == request.Host.Host);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Where to go after signing in.</summary>
public static class LocalUrl
{
    /// <summary>The address if it lies on this site, else the first page: a link from elsewhere must not lead people on to a stranger's copy.</summary>
    public static string OrHome(string? url) =>
        url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : "/";
}
