using IncidentDesk.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Registers the database and what every folder builds on.</summary>
public static class StorageServices
{
    public static IServiceCollection AddDeskStorage(this IServiceCollection services, NpgsqlDataSource source)
    {
        services.AddSingleton(source);
        services.AddSingleton<IDbContextFactory<DeskDb>, DeskDbFactory>();
        // For Identity's store, which lives as long as its request.
        services.AddScoped(_ => new DeskDb(source));
        services.AddSingleton<Clock>();
        services.AddSingleton<Wakeups>();
        services.AddSingleton<TopicMarks>();
        services.AddSingleton<Desk>();
        services.AddHostedService<WakeupRelay>();
        return services;
    }

    private sealed class DeskDbFactory(NpgsqlDataSource source) : IDbContextFactory<DeskDb>
    {
        public DeskDb CreateDbContext() => new(source);
    }
}
