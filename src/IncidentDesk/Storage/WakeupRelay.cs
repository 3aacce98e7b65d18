using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>
/// Carries changes between nodes by LISTEN and NOTIFY on the channel <c>desk</c>. It notifies after the commit and never inside it, because NOTIFY
/// serialises commits, and folds what comes within 50 ms. What is lost while the line is down is not sent again: the line's return is
/// <see cref="Wakeups.Missed"/>, and <see cref="TopicMark"/>s show the rest.
/// </summary>
public sealed class WakeupRelay([FromKeyedServices(DeskPart.Engine)] NpgsqlDataSource source, Wakeups wakeups, ILogger<WakeupRelay> log) : BackgroundService
{
    private const string Channel = "desk";

    // A payload may have 8,000 bytes (PostgreSQL documentation, NOTIFY); a change has at most some 80.
    private const int Most = 50;
    private static readonly TimeSpan Fold = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private readonly string _node = Guid.NewGuid().ToString("N")[..8];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepAsync(ListenAsync, stoppingToken), KeepAsync(TellAsync, stoppingToken));

    private async Task KeepAsync(Func<CancellationToken, Task> loop, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await loop(stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning("Wake-ups between nodes are interrupted, each node polls by itself meanwhile: {Reason}", error.Message);
                await Task.Delay(Patience, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        connection.Notification += (_, told) => Hear(told.Payload);
        await using var listen = new NpgsqlCommand($"LISTEN {Channel}", connection);
        await listen.ExecuteNonQueryAsync(stopping);
        wakeups.RaiseMissed();
        while (true)
        {
            if (!await connection.WaitAsync(Quiet, stopping))
            {
                // Said twice it changes nothing; a line that is only silent answers, and one that a firewall has dropped fails and is opened anew.
                await listen.ExecuteNonQueryAsync(stopping);
            }
        }
    }

    private void Hear(string payload)
    {
        var parts = payload.Split(' ');
        if (parts[0] == _node)
        {
            return;
        }
        foreach (var part in parts.Skip(1))
        {
            if (Change.Parse(part) is { } change)
            {
                wakeups.RaiseHere(change);
            }
        }
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        var changes = new Changes();
        while (await wakeups.ToRelay.Reader.WaitToReadAsync(stopping))
        {
            await Task.Delay(Fold, stopping);
            while (changes.Count < Most && wakeups.ToRelay.Reader.TryRead(out var change))
            {
                changes.Add(change);
            }
            await using var notify = source.CreateCommand("SELECT pg_notify($1, $2)");
            notify.Parameters.Add(new() { Value = Channel });
            notify.Parameters.Add(new() { Value = string.Join(' ', changes.Take().Select(c => c.ToString()).Prepend(_node)) });
            await notify.ExecuteNonQueryAsync(stopping);
        }
    }
}
