using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace IncidentDesk.Web.Access;

/// <summary>What keeps foreign sites and oversize bodies away from forms.</summary>
internal static class FormGuards
{
    /// <summary>The most that a form may send, in bytes: a long postmortem is a tenth of it.</summary>
    public const long MaxFormSize = 1_048_576;

    /// <summary>Refuses an oversize form before anything reads it. Intake and API bodies have limits of their own.</summary>
    public static IApplicationBuilder UseFormLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.Request.HasFormContentType)
        {
            return next(context);
        }
        if (context.Request.ContentLength > MaxFormSize)
        {
            return Refusals.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, AccessTexts.FormTooLarge, AccessTexts.FormsSendAtMost);
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxFormSize;
        }
        return next(context);
    });

    /// <summary>
    /// Refuses changes that another site's page asks for with this browser's session. Lax cookies and antiforgery already stop most; this also covers the
    /// API's posts without a body, asked for by a neighbour on the same domain.
    /// </summary>
    public static IApplicationBuilder UseCrossSiteGuard(this IApplicationBuilder app, AccessSettings settings) => app.Use((context, next) =>
        IsUnsafe(context.Request) && context.User.IsSession() && !Origins.IsOwn(context.Request, settings)
            ? Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, AccessTexts.RefusedInShort, AccessTexts.SentByAnotherSite)
            : next(context));

    /// <summary>Answers a form without a good antiforgery token in words, also where the endpoint itself would not look.</summary>
    public static IApplicationBuilder UseFormRefusal(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            ? Refusals.WriteAsync(context, StatusCodes.Status400BadRequest, AccessTexts.FormGoneStale, AccessTexts.LoadPageAgainAndRepeat)
            : next(context));

    // A WebSocket begins with a GET, and then carries whatever a page presses.
    private static bool IsUnsafe(HttpRequest request) => request.Headers.Upgrade.Count > 0 || IsUnsafe(request.Method);

    private static bool IsUnsafe(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method));
}
