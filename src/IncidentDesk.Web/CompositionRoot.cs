using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api;
using IncidentDesk.Web.Hosting;
using IncidentDesk.Web.Pages;
using IncidentDesk.Web.Pages.Acknowledge;
using IncidentDesk.Web.Settings;

namespace IncidentDesk.Web;

/// <summary>Puts one node together. It is a class and not the program, so that a test can boot two nodes in one process.</summary>
public static class CompositionRoot
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    /// <summary>Settings, database, migrations, services, pipeline. The caller starts it; disposing it stops the built-in database too.</summary>
    /// <exception cref="SettingsException">Settings or options that can't be used, all at once.</exception>
    /// <exception cref="Storage.Postgres.DatabaseStartException">The database can't be started or reached.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var configuration = DeskConfiguration.Read(args);
        using var logs = LoggerFactory.Create(logging => logging.AddDeskLogs(configuration.Values));
        var log = logs.CreateLogger(typeof(CompositionRoot));
        foreach (var warning in configuration.Warnings)
        {
            log.LogWarning("{Warning}", warning);
        }

        var database = await DeskDatabase.OpenAsync(configuration.Settings, log, cancellationToken);
        try
        {
            await Schema.MigrateAsync(database.Source, cancellationToken);
            var box = await SecretBox.OpenAsync(database.Source, configuration.Settings.SecretsKey, cancellationToken);
            await DemoStart.PrepareAsync(configuration.Settings, database, box, log, cancellationToken);
            return Compose(configuration, database, box);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Compose(DeskConfiguration configuration, DeskDatabase database, SecretBox box)
    {
        var builder = CreateBuilder(configuration.Values);
        // While it starts, the host only logs what the program says anyway, with a stack trace.
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);
        AddServices(builder.Services, configuration.Settings, database, box);
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        // Made first and so disposed last, when nobody asks it any more.
        app.Services.GetRequiredService<DeskDatabase>();
        Map(app);
        return app;
    }

    private static WebApplicationBuilder CreateBuilder(IConfiguration configuration)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Named, because a test's own program is the entry assembly there.
            ApplicationName = typeof(CompositionRoot).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            // Nobody reloads settings, and watching files fails where a system grants few watches.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddDeskLogs(builder.Configuration);
        // The built program is run in place, unpublished: its static files lie in the clone and in packages.
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    private static void AddServices(IServiceCollection services, DeskSettings settings, DeskDatabase database, SecretBox box)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopLimit);
        services.AddSingleton(_ => database);
        services.AddHostedService<DatabaseKeeper>();
        services.AddSingleton<ClockWatch>().AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddDomain(database.Pools, box, settings.Notifications, settings.DeadMan, settings.Runbooks);
        services.AddDemoPlay(settings);
        services.AddSingleton<MetricsPage>();
        services.AddDeskPages();
        services.AddDeskApi();
        services.AddDeskAccess(settings.Access);
    }

    private static void Map(WebApplication app)
    {
        app.UseDeskPages();
        app.UseDeskApi();
        app.UseDeskAccess();
        app.MapHealth();
        app.MapDeskAccess();
        app.MapIntake();
        app.MapMetrics();
        app.MapDeskApi();
        app.MapAcknowledge();
        app.MapDeskPages();
    }
}
