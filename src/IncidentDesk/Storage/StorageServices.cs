using IncidentDesk.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Registers the database and what every folder builds on.</summary>
public static class StorageServices
{
    public const string MigrationsAssembly = "IncidentDesk.Migrations";

    public static IServiceCollection AddDeskStorage(this IServiceCollection services, NpgsqlDataSource source)
    {
        services.AddSingleton(source);
        services.AddDbContextFactory<DeskDb>(options => options.UseDesk(source));
        services.AddSingleton<Clock>();
        services.AddSingleton<Wakeups>();
        services.AddSingleton<TopicMarks>();
        services.AddSingleton<Desk>();
        services.AddHostedService<WakeupRelay>();
        return services;
    }

    /// <summary>How every context reaches the database.</summary>
    public static DbContextOptionsBuilder UseDesk(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(MigrationsAssembly));
}
