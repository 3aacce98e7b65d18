using IncidentDesk.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Postmortems;

/// <summary>Registers this folder.</summary>
public static class PostmortemServices
{
    public static IServiceCollection AddPostmortems(this IServiceCollection services) => services
        .AddSingleton<PostmortemActions>()
        .AddSingleton(Postmortem.Mark)
        .AddSingleton<ReviewActions>()
        .AddSingleton<ActionItemActions>()
        .AddSingleton<EditorPresence>()
        .AddJobHandler<ActionReminder>()
        .AddJobHandler<WeeklyDigest>();
}
