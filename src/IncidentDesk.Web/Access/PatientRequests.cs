namespace IncidentDesk.Web.Access;

/// <summary>
/// A request whose caller goes away is carried to its end. Breaking off a statement sends its cancellation to the server on a way of its own, where it can meet
/// whatever the pool's next user has begun on that connection; the time limits of statements and locks bound what is left alone. Lines that stay open notice
/// their end as before.
/// </summary>
internal static class PatientRequests
{
    private static readonly PathString[] OpenLines = ["/_blazor", "/hubs"];

    public static IApplicationBuilder UsePatientRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!Array.Exists(OpenLines, line => context.Request.Path.StartsWithSegments(line)))
        {
            context.RequestAborted = CancellationToken.None;
        }
        return next(context);
    });
}
