using System.Collections.Concurrent;
using System.Collections.Frozen;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Jobs;

/// <summary>
/// The one place where time passes. Each lane claims what is due in batches, works on it with its own concurrency and renews its leases every 3 s;
/// a node that dies is overtaken when its leases end (10 s). Any number of nodes run the same engine; nothing elects a leader. It accepts that a job may
/// be begun twice, and promises that it is finished once.
/// </summary>
public sealed class JobEngine : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private readonly FrozenDictionary<string, IJobHandler> _handlers;
    private readonly NpgsqlDataSource _source;
    private readonly Wakeups _wakeups;
    private readonly ILogger<JobEngine> _log;
    private readonly ConcurrentDictionary<Guid, byte> _held = new();
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid().ToString("N")[..6]}";

    public JobEngine(IEnumerable<IJobHandler> handlers, [FromKeyedServices(DeskPart.Engine)] NpgsqlDataSource source, Wakeups wakeups, JobMetrics metrics, ILogger<JobEngine> log)
    {
        _handlers = handlers.ToFrozenDictionary(h => h.Kind);
        (_source, _wakeups, Metrics, _log) = (source, wakeups, metrics, log);
    }

    public JobMetrics Metrics { get; }

    /// <summary>Makes the rows of recurring jobs; throws when a pending job has a kind that no handler knows.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        foreach (var handler in _handlers.Values.OfType<RecurringJob>())
        {
            await JobSql.SeedAsync(_source, Ids.Named("job:" + handler.Kind), handler.Lane, handler.Kind, cancellation);
        }
        await using var command = _source.CreateCommand("SELECT DISTINCT kind FROM jobs");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (!_handlers.ContainsKey(rows.GetString(0)))
            {
                throw new InvalidOperationException($"The database holds jobs of the kind '{rows.GetString(0)}', which this version of IncidentDesk can't process. "
                    + "Start the version that made them, or a newer one.");
            }
        }
    }

    /// <summary>Does everything that is due, in all lanes, until nothing is; answers how many were done. For tests, which move the clock.</summary>
    public async Task<int> RunDueAsync(CancellationToken cancellation = default)
    {
        var done = 0;
        while (await JobSql.NextLaneAsync(_source, cancellation) is { } lane)
        {
            foreach (var job in await JobSql.ClaimAsync(_source, lane, 10, _node, cancellation))
            {
                await WorkAsync(job, cancellation);
                done++;
            }
        }
        return done;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        [.. Lanes.Concurrency.Select(lane => Task.Run(() => LaneAsync(lane.Key, lane.Value, stoppingToken), CancellationToken.None)),
            Task.Run(() => EveryAsync(RenewEvery, RenewAsync, stoppingToken), CancellationToken.None),
            Task.Run(() => EveryAsync(Poll, FreeExpiredAsync, stoppingToken), CancellationToken.None)]);

    private async Task LaneAsync(string lane, int concurrency, CancellationToken stopping)
    {
        DeskPools.WorkAs(DeskPart.Engine);
        using var places = new SemaphoreSlim(concurrency);
        var running = new ConcurrentDictionary<Task, byte>();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await places.WaitAsync(stopping);
                var free = 1 + TakeAll(places);
                var jobs = await ClaimOrReleaseAsync(lane, free, places, stopping);
                foreach (var job in jobs)
                {
                    var work = Task.Run(() => WorkThenReleaseAsync(job, places, stopping), CancellationToken.None);
                    running.TryAdd(work, 0);
                    _ = work.ContinueWith(ended => running.TryRemove(ended, out _), TaskScheduler.Default);
                }
                if (jobs.Count < free)
                {
                    await _wakeups.WaitAsync(lane, Poll, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                _log.LogWarning("The lane {Lane} can't reach the database and retries: {Reason}", lane, error.Message);
                await Task.Delay(Poll, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(running.Keys);
    }

    private static int TakeAll(SemaphoreSlim places)
    {
        var taken = 0;
        while (places.Wait(0))
        {
            taken++;
        }
        return taken;
    }

    private async Task<List<Job>> ClaimOrReleaseAsync(string lane, int free, SemaphoreSlim places, CancellationToken stopping)
    {
        var claimed = 0;
        try
        {
            var jobs = await JobSql.ClaimAsync(_source, lane, free, _node, stopping);
            claimed = jobs.Count;
            return jobs;
        }
        finally
        {
            if (free > claimed)
            {
                places.Release(free - claimed);
            }
        }
    }

    private async Task WorkThenReleaseAsync(Job job, SemaphoreSlim places, CancellationToken stopping)
    {
        try
        {
            await WorkAsync(job, stopping);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task WorkAsync(Job job, CancellationToken cancellation)
    {
        var lease = new JobLease(job, _source);
        var token = job.LeaseToken!.Value;
        _held.TryAdd(token, 0);
        try
        {
            var handler = _handlers.TryGetValue(job.Kind, out var known) ? known
                : throw new InvalidOperationException($"No handler knows the job kind '{job.Kind}'.");
            await handler.RunAsync(lease, cancellation);
            Metrics.Done(job.Kind, lease.Lost ? "lost" : "done");
        }
        catch (LeaseLostException)
        {
            Metrics.Done(job.Kind, "lost");
        }
        catch (Exception error)
        {
            Metrics.Done(job.Kind, "failed");
            await FailAsync(lease, error);
        }
        finally
        {
            _held.TryRemove(token, out _);
        }
    }

    private async Task FailAsync(JobLease lease, Exception error)
    {
        try
        {
            if (!await lease.FailAsync(Pause(lease.Job.Attempt), Text.Cut(error.Message, 500), CancellationToken.None))
            {
                // Its subject may have gone with it, which is why the handler failed.
                _log.LogInformation("The job {Kind} {Id} was cancelled while it ran", lease.Job.Kind, lease.Job.Id);
                return;
            }
        }
        catch (Exception unreachable)
        {
            _log.LogWarning("The failure of job {Id} could not be recorded, its lease will run out: {Reason}", lease.Job.Id, unreachable.Message);
        }
        if (error is not TimeoutException && DatabaseAway.Is(error))
        {
            _log.LogWarning("The job {Kind} {Id} lost the database (attempt {Attempt}) and will be retried: {Reason}",
                lease.Job.Kind, lease.Job.Id, lease.Job.Attempt + 1, error.GetBaseException().Message);
        }
        else if (error is not OperationCanceledException)
        {
            _log.LogError(error, "The job {Kind} {Id} failed (attempt {Attempt}) and will be retried", lease.Job.Kind, lease.Job.Id, lease.Job.Attempt + 1);
        }
    }

    /// <summary>1, 2, 4 ... 60 seconds.</summary>
    public static TimeSpan Pause(int attempt) =>
        attempt >= 6 ? LongestPause : TimeSpan.FromSeconds(Math.Pow(2, attempt));

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping);
                await work(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                _log.LogWarning("The engine's leases can't be renewed at the moment: {Reason}", error.Message);
            }
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        if (!_held.IsEmpty)
        {
            await JobSql.RenewAsync(_source, [.. _held.Keys], stopping);
        }
    }

    private async Task FreeExpiredAsync(CancellationToken stopping)
    {
        foreach (var lane in (await JobSql.FreeExpiredAsync(_source, stopping)).Distinct())
        {
            _wakeups.Raise(new Change(lane));
        }
    }
}
