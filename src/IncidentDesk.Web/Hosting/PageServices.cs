using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Welcome;
using Radzen;

namespace IncidentDesk.Web.Hosting;

/// <summary>Registers and maps the pages and what they are drawn with.</summary>
internal static class PageServices
{
    public static IServiceCollection AddDeskPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<Toasts>();
        services.AddSingleton<SetUpProgress>();
        return services;
    }

    public static WebApplication MapDeskPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
