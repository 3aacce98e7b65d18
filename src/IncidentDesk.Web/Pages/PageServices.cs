using IncidentDesk.Web.Access;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Layout.Commands;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Pages.Incidents;
using IncidentDesk.Web.Pages.Postmortems;
using IncidentDesk.Web.Pages.Tour;
using IncidentDesk.Web.Pages.Welcome;
using Microsoft.AspNetCore.Authorization;

namespace IncidentDesk.Web.Pages;

/// <summary>Registers and maps the pages and what they are drawn with.</summary>
internal static class PageServices
{
    public static IServiceCollection AddDeskPages(this IServiceCollection services)
    {
        // A page that its server has forgotten is loaded anew, with what this browser kept of it; a copy of it here would bring back neither notes nor what happened since.
        services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.PersistedCircuitInMemoryMaxRetained = 0)
            // A note of 10,000 characters in any script has to come through the circuit.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 128 * 1024);
        services.AddDeskMud();
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<Toasts>();
        services.AddScoped<Questions>();
        services.AddScoped<PageQuestions>();
        services.AddDeskLive();
        services.AddIncidentPages();
        services.AddSingleton<CommandReads>();
        services.AddScoped<RunAsks>();
        services.AddSingleton<SetUpProgress>();
        services.AddSingleton<TourReads>();
        services.Configure<RequestLocalizationOptions>(Languages.Offer);
        return services;
    }

    /// <summary>Shows people a page where a request fails or leads nowhere. Before all other middleware; programs are answered elsewhere.</summary>
    public static WebApplication UseDeskPages(this WebApplication app)
    {
        app.UseDeskLive();
        app.UseWhen(context => Languages.AreRead(context.Request.Path), pages => pages.UseRequestLocalization());
        app.UseWhen(context => !Doors.IsForPrograms(context.Request.Path), pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });
        return app;
    }

    public static WebApplication MapDeskPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapDeskLive();
        app.MapIncidentForms();
        app.MapPostmortemFiles();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().Add(LetAnybodyLeave);
        return app;
    }

    /// <summary>
    /// A browser that leaves a page says so, also when the session has ended before. Refused, the desk would keep the page's circuit and try in vain to lead it to
    /// sign-in. What it names is a protected id that only this page has.
    /// </summary>
    private static void LetAnybodyLeave(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder route && route.RoutePattern.RawText?.Trim('/') == "_blazor/disconnect")
        {
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
        }
    }
}
