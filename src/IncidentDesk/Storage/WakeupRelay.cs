using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>
/// Carries wake-ups between nodes by LISTEN and NOTIFY on the channel <c>desk</c>. It notifies after the commit and never inside it, because NOTIFY
/// serialises commits, and folds what comes within 50 ms.
/// </summary>
public sealed class WakeupRelay(NpgsqlDataSource source, Wakeups wakeups, ILogger<WakeupRelay> log) : BackgroundService
{
    private const string Channel = "desk";
    private static readonly TimeSpan Fold = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
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
                log.LogWarning("Wake-ups between nodes are interrupted, each node looks by itself meanwhile: {Reason}", error.Message);
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
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }
        while (true)
        {
            await connection.WaitAsync(stopping);
        }
    }

    private void Hear(string payload)
    {
        var parts = payload.Split(' ');
        if (parts[0] == _node)
        {
            return;
        }
        foreach (var topic in parts.Skip(1))
        {
            wakeups.RaiseHere(topic);
        }
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        while (await wakeups.ToRelay.Reader.WaitToReadAsync(stopping))
        {
            await Task.Delay(Fold, stopping);
            var topics = new HashSet<string>();
            while (topics.Count < 50 && wakeups.ToRelay.Reader.TryRead(out var topic))
            {
                topics.Add(topic);
            }
            await using var notify = source.CreateCommand("SELECT pg_notify($1, $2)");
            notify.Parameters.Add(new() { Value = Channel });
            notify.Parameters.Add(new() { Value = string.Join(' ', topics.Prepend(_node)) });
            await notify.ExecuteNonQueryAsync(stopping);
        }
    }
}
