namespace IncidentDesk.Web.Access;

/// <summary>Puts access into the pipeline: first of all middleware but the exception handler, and before any endpoint is mapped.</summary>
public static class AccessPipeline
{
    public static WebApplication UseDeskAccess(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<AccessSettings>();
        app.UsePatientRequests();
        app.UseForwardedHeaders();
        app.UseHsts();
        app.UseSecurityHeaders();
        app.UseRelativeRedirects();
        app.UseFormLimit();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseCrossSiteGuard(settings);
        app.UseAuthorization();
        var pages = app.Services.GetRequiredService<OpenPages>();
        app.Use(pages.InvokeAsync);
        app.UseAntiforgery();
        app.UseFormRefusal();
        return app;
    }

    /// <summary>Maps what is not a page.</summary>
    public static WebApplication MapDeskAccess(this WebApplication app)
    {
        app.MapSignOut();
        app.MapTimeDisplayForm();
        return app;
    }
}
