using System.Net.Sockets;
using IncidentDesk.Alerts;
using IncidentDesk.Demo;
using IncidentDesk.Escalation;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentDesk.Web.Hosting;

/// <summary>Where the demo shop lies, and where its state is kept.</summary>
internal sealed record DemoFolders(string Shop, string State);

/// <summary>Makes the desk a demo before anything of the program runs, when it was asked for.</summary>
internal static class DemoStart
{
    private const int UsualPort = 4800;

    public static IServiceCollection AddDemoPlay(this IServiceCollection services, DeskSettings settings) => settings.Demo
        ? services.AddSingleton(FoldersOf(settings)).AddHostedService<DemoPlay>()
        : services;

    /// <summary>Fills an empty desk, goes on with a demo, and sets right what a kill left half-way.</summary>
    /// <exception cref="InvalidOperationException">The desk holds something that is no demo.</exception>
    public static async Task PrepareAsync(DeskSettings settings, DeskDatabase database, SecretBox box, ILogger log, CancellationToken cancellation)
    {
        // Held to the end of the transaction: of nodes that start at once, one fills and the others wait.
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var held = await connection.BeginTransactionAsync(cancellation);
        await using var take = new Npgsql.NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('desk_demo'))", connection, held) { CommandTimeout = 0 };
        await take.ExecuteNonQueryAsync(cancellation);
        await LookAndFillAsync(settings, database, box, log, cancellation);
    }

    private static async Task LookAndFillAsync(DeskSettings settings, DeskDatabase database, SecretBox box, ILogger log, CancellationToken cancellation)
    {
        await using var domain = Domain(settings, database, box);
        var fill = domain.GetRequiredService<DemoFill>();
        var found = await fill.LookAsync(cancellation);
        if (found == DemoFinding.HalfFilled)
        {
            log.LogWarning("The demo was filled only in part; it is removed");
            await fill.ClearAsync(cancellation);
            found = DemoFinding.Empty;
        }
        if (!settings.Demo || found == DemoFinding.Ready)
        {
            return;
        }
        if (found == DemoFinding.Somebodys)
        {
            throw new InvalidOperationException($"--demo works on an empty database only, and this one ({database.Description}) holds something other than demo data. "
                + "Use another folder, like ./run --demo --data demo-data.");
        }
        log.LogInformation("Filling the demo: an online shop with a month of history. This takes half a minute");
        var folders = FoldersOf(settings);
        await fill.RunAsync(new DemoShopPlace(FreePort(), folders.State, Path.Combine(folders.Shop, "shopctl")), settings.Email is not null, cancellation);
    }

    /// <summary>A domain of its own, with its own clock and engine, from which nothing goes out: what is played has been over for long.</summary>
    private static ServiceProvider Domain(DeskSettings settings, DeskDatabase database, SecretBox box) => new ServiceCollection()
        .AddLogging()
        .AddDomain(database.Pools, box, settings.Notifications with { Email = null }, new DeadManSettings(null), settings.Runbooks)
        .AddSingleton(new DigestPace(TimeSpan.Zero))
        .RemoveAll<IChannel>()
        .AddSingleton<IChannel, PlayedChannel>()
        .BuildServiceProvider();

    private static DemoFolders FoldersOf(DeskSettings settings) =>
        new(DemoDefaults.FindShop() ?? throw new InvalidOperationException("The demo shop is missing."), Path.Combine(settings.DataDirectory, "demo-shop"));

    /// <summary>Takes the month's messages and sends nothing.</summary>
    private sealed class PlayedChannel : IChannel
    {
        public ContactKind Kind => ContactKind.Webhook;

        public Task<SendResult> SendAsync(Outgoing message, CancellationToken cancellation) => Task.FromResult(SendResult.Sent("Played for the demo; nothing was sent."));
    }

    // Its usual one, or any that nobody listens on now; the runbooks keep it.
    private static int FreePort()
    {
        foreach (var port in new[] { UsualPort, 0 })
        {
            using var listener = new TcpListener(System.Net.IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException) when (port != 0)
            {
                // Another shop is there.
            }
        }
        throw new InvalidOperationException("There is no free port for the demo shop.");
    }
}
