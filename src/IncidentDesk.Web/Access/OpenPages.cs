using System.Collections.Concurrent;

namespace IncidentDesk.Web.Access;

/// <summary>
/// Counts the lines of open pages on this node, so that one visitor can't take its memory: at most <see cref="AccessSettings.PagesPerSession"/> of a session and
/// <see cref="AccessSettings.PagesPerAddress"/> of an address. A page above that is shown, says so, and stays as it was drawn.
/// </summary>
internal sealed class OpenPages(AccessSettings settings)
{
    private static readonly PathString Line = "/_blazor";
    private static readonly PathString Negotiation = "/_blazor/negotiate";
    private readonly ConcurrentDictionary<string, int> _open = new();

    /// <summary>How many lines are counted for anybody just now.</summary>
    public int Count => _open.Where(o => o.Key.StartsWith("address ", StringComparison.Ordinal)).Sum(o => o.Value);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isLine = HttpMethods.IsGet(context.Request.Method) && context.Request.Path == Line;
        if (!isLine && context.Request.Path != Negotiation)
        {
            await next(context);
            return;
        }
        var (session, address) = (SessionOf(context), $"address {Networks.Of(context.Connection.RemoteIpAddress)}");
        var full = Take(session) > settings.PagesPerSession | Take(address) > settings.PagesPerAddress;
        try
        {
            await (full ? RefuseAsync(context) : next(context));
        }
        finally
        {
            Leave(session);
            Leave(address);
        }
    }

    private static string SessionOf(HttpContext context) => $"session {context.User.FindSessionId() ?? context.User.FindTokenId() ?? context.User.FindPersonId()}";

    private int Take(string key) => _open.AddOrUpdate(key, 1, (_, open) => open + 1);

    private void Leave(string key)
    {
        // Taken away with the last one: there is a key for every session.
        if (_open.AddOrUpdate(key, 0, (_, open) => open - 1) == 0)
        {
            _open.TryRemove(KeyValuePair.Create(key, 0));
        }
    }

    private static Task RefuseAsync(HttpContext context) => Refusals.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many open pages",
        "This browser or network has too many pages of IncidentDesk open. Close some and reload.");
}
