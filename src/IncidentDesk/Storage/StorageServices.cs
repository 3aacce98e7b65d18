using IncidentDesk.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Registers the database and what every folder builds on.</summary>
public static class StorageServices
{
    public const string MigrationsAssembly = "IncidentDesk.Migrations";

    public static IServiceCollection AddDeskStorage(this IServiceCollection services, DeskPools pools)
    {
        services.AddSingleton(pools);
        services.AddSingleton(pools[DeskPart.Web]);
        foreach (var part in Enum.GetValues<DeskPart>())
        {
            services.AddKeyedSingleton(part, pools[part]);
        }
        services.AddSingleton<IDbContextFactory<DeskDb>, DeskDbFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<DeskDb>>().CreateDbContext());
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

/// <summary>
/// Makes the contexts. Not the framework's factory, because that one ties the model and the compiled queries to the service provider that it is registered with:
/// with options that know no provider, all contexts of a process share them. Each part of the program has its connections.
/// </summary>
internal sealed class DeskDbFactory(DeskPools pools, ILoggerFactory log) : IDbContextFactory<DeskDb>
{
    private readonly DbContextOptions<DeskDb>[] _options = [.. Enum.GetValues<DeskPart>().Select(part => Options(pools[part], log))];

    public DeskDb CreateDbContext() => new(_options[(int)DeskPools.Working]);

    private static DbContextOptions<DeskDb> Options(NpgsqlDataSource source, ILoggerFactory log)
    {
        var options = new DbContextOptionsBuilder<DeskDb>();
        options.UseDesk(source).UseLoggerFactory(log);
        return options.Options;
    }
}
