using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Alerts;

/// <summary>How an intake request ended.</summary>
public enum IntakeResult
{
    /// <summary>Its signals are committed.</summary>
    Accepted,

    /// <summary>Nothing was kept, because the queue is full or the database is away: the sender should try again.</summary>
    Busy,

    /// <summary>Nothing was kept, because the database can't hold it: sending it again changes nothing.</summary>
    Refused,
}

/// <summary>
/// The door of every signal. Requests wait in one bounded queue; a writer commits many of them in one transaction and only then answers each (design
/// rule 1): while one commit reaches the disk, the next group gathers. A failed group commit is tried again request by request, so that one bad neighbour fails alone.
/// </summary>
public sealed class Intake([FromKeyedServices(DeskPart.Intake)] NpgsqlDataSource source, Clock clock, Wakeups wakeups, DigestPace pace, AlertMetrics metrics,
    ILogger<Intake> log) : BackgroundService
{
    /// <summary>How many signals may wait for their commit before new ones are turned away.</summary>
    public const int QueueSignals = 50_000;
    private const int GroupSignals = 5_000;

    /// <summary>How far the clocks of a node and of the database may be apart: who wakes earlier finds nothing due.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMilliseconds(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private static readonly TimeSpan FailureCounts = TimeSpan.FromSeconds(30);
    private DateTimeOffset? _failedAt;
    private int _waiting;
    private long _wokenFor;

    /// <summary>Whether a commit failed within the last half minute, and none has succeeded since; later the safety watch's own look tells.</summary>
    public bool IsFailing => _failedAt is { } at && clock.Now - at < FailureCounts;

    /// <summary>Commits the reading's signals and the items that were not understood; returns when they are durable.</summary>
    public async Task<IntakeResult> AcceptAsync(IntegrationRoute integration, SourceReading reading, ReadOnlyMemory<byte> body)
    {
        if (reading.Signals.Count == 0 && reading.Rejected.Count == 0)
        {
            return IntakeResult.Accepted;
        }
        var weight = Math.Max(1, reading.Signals.Count);
        if (Interlocked.Add(ref _waiting, weight) > QueueSignals)
        {
            Interlocked.Add(ref _waiting, -weight);
            return IntakeResult.Busy;
        }
        var waiting = new Waiting(integration, Rows(reading), Rejected(reading, body), new TaskCompletionSource<IntakeResult>());
        if (!_queue.Writer.TryWrite(waiting))
        {
            return IntakeResult.Busy;
        }
        var result = await waiting.Done.Task;
        Interlocked.Add(ref _waiting, -weight);
        return result;
    }

    /// <summary>Keeps a body that could not be understood at all.</summary>
    public async Task RejectAsync(IntegrationRoute integration, string reason, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await IntakeSql.InsertRejectedAsync(connection, clock.Now, [(integration.Id, new RejectedBody(reason, AsText(body)))], cancellation);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => WriteLoopAsync(stoppingToken), CancellationToken.None);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_queue.Reader.TryRead(out var left))
        {
            left.Done.TrySetResult(IntakeResult.Busy);
        }
    }

    private async Task WriteLoopAsync(CancellationToken stopping)
    {
        var group = new List<Waiting>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stopping))
            {
                // In a storm, requests that have already arrived are read first and join this commit; in a quiet hour nothing waits, and this takes no time.
                await Task.Yield();
                group.Clear();
                for (var signals = 0; signals < GroupSignals && _queue.Reader.TryRead(out var next); signals += next.Signals.Count)
                {
                    group.Add(next);
                }
                if (group.Count > 0)
                {
                    await CommitAsync(group);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The program stops: what waits is answered as busy.
        }
    }

    private async Task CommitAsync(List<Waiting> group)
    {
        try
        {
            await WriteAsync(group);
            _failedAt = null;
            Answer(group, IntakeResult.Accepted);
        }
        catch (PostgresException) when (group.Count > 1)
        {
            foreach (var alone in group)
            {
                await CommitAsync([alone]);
            }
        }
        catch (PostgresException error) when (IsOfTheData(error))
        {
            log.LogError("A request's events can't be stored: {Reason}", error.MessageText);
            Answer(group, IntakeResult.Refused);
        }
        catch (Exception error)
        {
            _failedAt = clock.Now;
            log.LogError("Events could not be committed, their senders are asked to retry: {Reason}", error.Message);
            Answer(group, IntakeResult.Busy);
        }
    }

    /// <summary>A value that is none (class 22) or too large (class 54): PostgreSQL's documentation, appendix A, error codes.</summary>
    private static bool IsOfTheData(PostgresException error) =>
        error.SqlState.StartsWith("22", StringComparison.Ordinal) || error.SqlState.StartsWith("54", StringComparison.Ordinal);

    /// <summary>Answers all of a group one after another on one other thread, so that the writer goes on to the next group at once.</summary>
    private static void Answer(List<Waiting> group, IntakeResult result)
    {
        var answered = group.ToArray();
        ThreadPool.UnsafeQueueUserWorkItem(_ =>
        {
            foreach (var waiting in answered)
            {
                waiting.Done.TrySetResult(result);
            }
        }, null);
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        var now = clock.Now;
        var signals = group.SelectMany(w => w.Signals.Select(s => (w.Integration, s))).ToList();
        var digests = signals.Select(s => s.Integration.ServiceId).Distinct().Select(service => (service, pace.DueAt(service, now))).ToList();
        await IntakeSql.CommitAsync(source, now, signals, [.. group.Where(w => w.Rejected is not null).Select(w => (w.Integration.Id, w.Rejected!))], digests);
        metrics.Accepted(signals.Count);
        foreach (var due in digests.Select(d => d.Item2).Distinct())
        {
            WakeDigest(due);
        }
    }

    /// <summary>Wakes the digest when it is due: now, or once for all commits that share this instant.</summary>
    private void WakeDigest(DateTimeOffset due)
    {
        var wait = due - clock.Now;
        if (wait <= TimeSpan.Zero)
        {
            wakeups.Raise(new Change(Jobs.Lanes.Digest));
        }
        else if (Interlocked.Exchange(ref _wokenFor, due.Ticks) != due.Ticks)
        {
            _ = WakeAfterAsync(wait + ClockSlack);
        }
    }

    private async Task WakeAfterAsync(TimeSpan wait)
    {
        await Task.Delay(wait);
        wakeups.Raise(new Change(Jobs.Lanes.Digest));
    }

    private static List<SignalRow> Rows(SourceReading reading)
    {
        var rows = new List<SignalRow>(reading.Signals.Count);
        foreach (var signal in reading.Signals)
        {
            rows.Add(new SignalRow(signal, JsonSerializer.Serialize(signal.Labels, Json), signal.Links.Count == 0 ? "[]" : JsonSerializer.Serialize(signal.Links, Json),
                rows.Count == 0 ? reading.Note : null));
        }
        return rows;
    }

    private static RejectedBody? Rejected(SourceReading reading, ReadOnlyMemory<byte> body) =>
        reading.Losses is { Length: > 0 } losses ? new RejectedBody(losses, AsText(body)) : null;

    private static string AsText(ReadOnlyMemory<byte> body) =>
        Text.Clean(Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, RejectedBody.Limit)]), keepLines: true);

    private sealed record Waiting(IntegrationRoute Integration, List<SignalRow> Signals, RejectedBody? Rejected, TaskCompletionSource<IntakeResult> Done);
}

/// <summary>
/// A signal ready to be written, with its labels and links as JSON. The first of a request carries what of the request was left out; null for nothing.
/// </summary>
internal sealed record SignalRow(ParsedSignal Signal, string Labels, string Links, string? LeftOut);

/// <summary>What is kept of a body that was not understood.</summary>
internal sealed record RejectedBody(string Reason, string Body)
{
    /// <summary>Bytes of the body that are kept.</summary>
    public const int Limit = 64 * 1024;
}
