using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.People;

/// <summary>Registers the verbs and queries of people and teams; signing in is <see cref="SignInServices"/>.</summary>
public static class PeopleServices
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<PersonActions>()
        .AddSingleton<PersonQueries>()
        .AddSingleton<TimeDisplayActions>()
        .AddSingleton<TeamActions>()
        .AddSingleton<TeamQueries>();
}
