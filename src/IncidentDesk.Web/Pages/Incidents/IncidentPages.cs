using IncidentDesk.Web.Pages.Incidents.Room;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>Registers this folder.</summary>
public static class IncidentPages
{
    public static IServiceCollection AddIncidentPages(this IServiceCollection services) => services
        .AddSingleton<ListReads>()
        .AddSingleton<RoomReads>();
}
