using IncidentDesk.Kernel;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Escalation;

/// <summary>Where the watch calls every minute after a clean audit, so that somebody outside notices when the program is dead; null for nowhere.</summary>
public sealed record DeadManSettings(Uri? Url);

/// <summary>
/// Audits every 30 s on a timer of its own and raises the alarm past the engine, the queue and the notifications: straight over the channels to
/// the administrators, whose addresses it remembers from the last good look, so that it can still tell them when the database is gone.
/// </summary>
public sealed class SafetyWatch([FromKeyedServices(DeskPart.Engine)] NpgsqlDataSource source, Desk desk, Clock clock, IEnumerable<IChannel> channels, SecretBox box, DeadManSettings deadMan,
    ILogger<SafetyWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan DeadManEvery = TimeSpan.FromMinutes(1);
    private const string NoWrites = "writes";
    private static readonly HttpClient DeadManClient = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Dictionary<string, DateTimeOffset> _said = [];
    private IReadOnlyList<Outgoing> _administrators = [];
    private DateTimeOffset _deadManAt;
    private int _failures;

    /// <summary>What the last audit found, and when; null before the first.</summary>
    public (DateTimeOffset At, IReadOnlyList<Violation> Violations)? Last { get; private set; }

    /// <summary>False when the last audit could write nothing.</summary>
    public bool CanWrite => Last?.Violations.Any(v => v.Key == NoWrites) != true;

    /// <summary>One audit with its alarm and its dead-man call.</summary>
    public async Task LookAsync(CancellationToken cancellation = default)
    {
        var found = await AuditAsync(cancellation);
        Last = (clock.Now, found);
        var news = found.Where(v => !_said.TryGetValue(v.Key, out var at) || clock.Now - at >= SayAgain).ToList();
        foreach (var over in _said.Keys.Except(found.Select(v => v.Key)).ToList())
        {
            _said.Remove(over);
        }
        if (news.Count > 0 && await AlarmAsync(news, cancellation))
        {
            news.ForEach(v => _said[v.Key] = clock.Now);
        }
        if (found.Count == 0)
        {
            await CallDeadManAsync(cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DeskPools.WorkAs(DeskPart.Engine);
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t.IsCompletedSuccessfully && t.Result, TaskScheduler.Default))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(error, "The safety audit failed");
            }
        }
    }

    private async Task<IReadOnlyList<Violation>> AuditAsync(CancellationToken cancellation)
    {
        try
        {
            _administrators = await AdministratorsAsync(cancellation);
            var found = await SafetyAudit.RunAsync(source, cancellation);
            _failures = 0;
            return await WhyNoWritesAsync(cancellation) is { } reason
                ? [.. found, new Violation(NoWrites, $"IncidentDesk can't write to its database, so alerts are refused and no one is paged: {reason}")]
                : found;
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or TimeoutException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            _failures++;
            log.LogError("The safety audit can't reach the database: {Reason}", unreachable.Message);
            return _failures < 2 ? Last?.Violations ?? [] : [new Violation("database", $"IncidentDesk can't reach its database: {unreachable.Message}")];
        }
    }

    private async Task<string?> WhyNoWritesAsync(CancellationToken cancellation)
    {
        try
        {
            await SafetyAudit.ProbeWriteAsync(source, cancellation);
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.MessageText;
        }
    }

    private async Task<IReadOnlyList<Outgoing>> AdministratorsAsync(CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var methods = await (from m in db.Set<ContactMethod>().AsNoTracking()
                             join p in db.Set<Person>() on m.PersonId equals p.Id
                             where p.Role == Role.Administrator && p.DisabledAt == null && m.DeletedAt == null && m.VerifiedAt != null
                             select new { p.Name, Method = m }).ToListAsync(cancellation);
        return [.. methods.Select(m => new Outgoing(m.Method.Id, m.Method.Kind.ToString(), m.Name, m.Method.Address,
            m.Method.Secret is null ? null : box.Unprotect(m.Method.Secret), "", "", Urgency.High, "", m.Method.PersonId, clock.Now))];
    }

    private async Task<bool> AlarmAsync(List<Violation> violations, CancellationToken cancellation)
    {
        var text = string.Join('\n', violations.Select(v => v.Text));
        log.LogCritical("The safety audit found: {Violations}", text);
        var reached = false;
        foreach (var to in _administrators)
        {
            var channel = channels.FirstOrDefault(c => c.Kind.ToString() == to.Kind);
            var message = to with
            {
                Id = Ids.New(clock.Now),
                Kind = "safety",
                Title = "IncidentDesk itself needs help",
                Detail = text,
                At = clock.Now,
            };
            reached |= channel is not null && await SendAsync(channel, message, cancellation);
        }
        return reached;
    }

    private async Task<bool> SendAsync(IChannel channel, Outgoing message, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(IChannel.TimeLimit);
        try
        {
            var result = await channel.SendAsync(message, limit.Token);
            return result.Outcome == Notifications.AttemptOutcome.Sent;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task CallDeadManAsync(CancellationToken cancellation)
    {
        if (deadMan.Url is null || clock.Now - _deadManAt < DeadManEvery - TimeSpan.FromSeconds(1))
        {
            return;
        }
        _deadManAt = clock.Now;
        try
        {
            using var answer = await DeadManClient.PostAsync(deadMan.Url, null, cancellation);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogWarning("The dead-man call to {Url} failed: {Reason}", deadMan.Url.Host, failed.Message);
        }
    }
}
