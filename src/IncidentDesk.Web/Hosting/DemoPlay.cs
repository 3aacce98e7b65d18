using System.Net.Http.Json;
using IncidentDesk.Alerts;
using IncidentDesk.Demo;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IncidentDesk.Web.Hosting;

/// <summary>
/// Plays the demo while the program runs: keeps the shop going, deploys the bad version when the outage is asked for, and watches the shop as monitoring would, over
/// its metrics and our own public intake. Ends when the demo was removed, and leaves nothing of the shop behind then.
/// </summary>
internal sealed class DemoPlay(DemoActions demos, IntegrationQueries integrations, DemoFolders folders, Clock clock, IServer server, SetUpCode code,
    IHostApplicationLifetime life, ILogger<DemoPlay> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested || await demos.FindAsync(stoppingToken) is not { } demo)
        {
            return;
        }
        if (await IntakeAsync(demo, stoppingToken) is not { } intake)
        {
            log.LogWarning("The demo can't be played: its integration was deleted, or IncidentDesk listens on no http address of this machine");
            return;
        }
        bool removed;
        await using (var shop = DemoShop.Start(folders, demo.ShopPort))
        {
            removed = await WatchAsync(shop, intake, new ShopWatch(unsure: demo.OutagePlayedAt is not null), stoppingToken);
        }
        if (removed)
        {
            RemoveFiles();
            Console.WriteLine(Banner.AfterDemo(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], code));
        }
    }

    /// <summary>Watches until the end; true when it came because the demo was removed.</summary>
    private async Task<bool> WatchAsync(DemoShop shop, Uri intake, ShopWatch watch, CancellationToken stopping)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(LookEvery);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping);
                if (shop.HasEnded)
                {
                    log.LogError("The demo shop has ended: {LastWords}", shop.LastWords);
                    return false;
                }
                if (!await LookAsync(shop, intake, watch, http, stopping))
                {
                    return true;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception passing)
            {
                log.LogWarning("The demo is paused for a moment: {Reason}", passing.GetBaseException().Message);
            }
        }
        return false;
    }

    private void RemoveFiles()
    {
        try
        {
            Directory.Delete(folders.State, recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The files of the demo shop in {Folder} could not be removed: {Reason}", folders.State, held.Message);
        }
    }

    /// <summary>One look at demo and shop; false when the demo is gone.</summary>
    private async Task<bool> LookAsync(DemoShop shop, Uri intake, ShopWatch watch, HttpClient http, CancellationToken stopping)
    {
        if (await demos.FindAsync(stopping) is not { } demo)
        {
            return false;
        }
        if (await shop.ReadAsync(clock.Now, stopping) is not { } counters)
        {
            return true;
        }
        var alerts = watch.Look(counters);
        if (alerts.Count > 0)
        {
            using var answer = await http.PostAsJsonAsync(intake, Body(alerts), stopping);
            answer.EnsureSuccessStatusCode();
        }
        if (demo.OutageIsDue && watch.IsCalm)
        {
            await shop.DeployBadVersionAsync(stopping);
            await demos.OutagePlayedAsync(stopping);
        }
        return true;
    }

    // Alertmanager's webhook, version 4 (Prometheus documentation, Alertmanager configuration, webhook_config).
    private static object Body(IReadOnlyList<ShopAlert> alerts) => new
    {
        version = "4",
        status = alerts.Any(a => a.Firing) ? "firing" : "resolved",
        receiver = "incidentdesk",
        alerts = alerts.Select(a => new
        {
            status = a.Firing ? "firing" : "resolved",
            labels = new { alertname = a.Name, severity = a.Severity, job = "checkout", environment = "production" },
            annotations = new { summary = a.Summary, description = a.Description },
            startsAt = a.StartsAt,
            endsAt = a.EndsAt ?? default(DateTimeOffset),
            fingerprint = "demo-" + a.Name,
        }),
    };

    private async Task<Uri?> IntakeAsync(DemoState demo, CancellationToken stopping)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(BindingAddress.Parse).FirstOrDefault(a => a.Scheme == "http");
        if (address is null || demo.IntegrationId is not { } id || await integrations.GetAsync(id, _ => true, stopping) is not { Path: { } path })
        {
            return null;
        }
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new Uri(new UriBuilder(address.Scheme, host, address.Port).Uri, path);
    }
}
