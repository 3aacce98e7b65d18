using Microsoft.Extensions.Localization;
using MudBlazor;
using MudBlazor.Services;

namespace IncidentDesk.Web.Components;

/// <summary>MudBlazor as this program uses it: messages at the end of the page, and its own words from <c>MudTexts</c>.</summary>
public static class DeskMud
{
    public static IServiceCollection AddDeskMud(this IServiceCollection services)
    {
        services.AddMudServices(settings =>
        {
            settings.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomEnd;
            settings.SnackbarConfiguration.MaxDisplayedSnackbars = 4;
            settings.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddTransient<MudLocalizer, DeskMudLocalizer>();
        // Without this, English is taken from MudBlazor itself and no text of ours is asked for.
        services.AddLocalizationInterceptor(provider => new DefaultLocalizationInterceptor(provider.GetRequiredService<ILoggerFactory>(), provider.GetService<MudLocalizer>())
        {
            IgnoreDefaultEnglish = true,
        });
        return services;
    }

    private sealed class DeskMudLocalizer : MudLocalizer
    {
        public override LocalizedString this[string key] => new(key, MudTexts.ResourceManager.GetString(key, MudTexts.Culture) ?? key);
    }
}
