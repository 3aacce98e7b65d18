using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Runbooks.Actions;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Runbooks;

/// <summary>A step that this node is to execute; its values still name secrets.</summary>
internal sealed record StepOrder(Guid RunId, string Incident, bool DryRun, int Number, RunbookStep Step, IReadOnlyDictionary<string, string> Secrets);

/// <summary>
/// Executes one step and watches over it: stores its output as it comes, and ends it with everything it has started when its time is over, when somebody
/// cancels the run, when the node stops, or when the run is no longer this node's.
/// </summary>
internal sealed class StepRunner([FromKeyedServices(DeskPart.Engine)] NpgsqlDataSource source, Wakeups wakeups, IEnumerable<IAction> actions, RunbookSettings settings)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(300);

    /// <summary>Without a look at the database for so long the lease (10 s) may soon be somebody else's.</summary>
    private static readonly TimeSpan Blind = TimeSpan.FromSeconds(8);

    private readonly Dictionary<StepKind, IAction> _actions = actions.ToDictionary(a => a.Kind);

    public bool RunsDry(StepKind kind) => _actions.TryGetValue(kind, out var action) && action.RunsDry;

    /// <summary>What a step would do, for a dry run's log.</summary>
    public string Describe(RunbookStep step) => _actions.TryGetValue(step.Kind, out var action) ? action.Describe(step) : step.Text ?? "";

    /// <exception cref="LeaseLostException">The run is no longer this node's: what came of the step must not count.</exception>
    public async Task<StepResult> RunAsync(StepOrder order, JobLease lease, CancellationToken stopping)
    {
        var mask = new SecretMask(order.Secrets.Values);
        var output = new StepOutput(mask, settings.OutputLimit);
        var filled = SecretReferences.Fill(order.Step, name => order.Secrets[name]);
        using var end = new StepEnd(order.Step.Limit(), stopping);
        var action = _actions[order.Step.Kind];
        output.Line($"$ {action.Describe(order.Step, order.DryRun)}");
        var work = Task.Run(() => DoAsync(action, new StepRequest(order.RunId, order.Incident, order.DryRun, filled, output), end), CancellationToken.None);
        await WatchAsync(work, order, output, lease.Job, end);
        var result = await work;
        if (end.Why == StepEnd.LeaseLost)
        {
            throw new LeaseLostException();
        }
        return result with { Reason = Text.Cut(mask.Hide(result.Reason), 500) };
    }

    private static async Task<StepResult> DoAsync(IAction action, StepRequest request, StepEnd end)
    {
        try
        {
            return await action.RunAsync(request, end.Token);
        }
        catch (StepFailedException failed)
        {
            return StepResult.Failed(null, failed.Message);
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            return end.Why switch
            {
                StepEnd.Cancelled => new StepResult(StepStatus.Cancelled, null, "It was ended, with everything it had started."),
                StepEnd.Stopping => new StepResult(StepStatus.Interrupted, null, "IncidentDesk was stopped while it ran; it was ended with everything it had started."),
                _ => StepResult.Failed(null, $"It took longer than {RunWords.Took(request.Step.Limit())} and was ended, with everything it had started."),
            };
        }
        catch (Exception error)
        {
            return StepResult.Failed(null, $"It failed: {error.Message}");
        }
    }

    private async Task WatchAsync(Task work, StepOrder order, StepOutput output, Job job, StepEnd end)
    {
        var looked = TimeProvider.System.GetTimestamp();
        var left = "";
        while (!work.IsCompleted || left.Length > 0)
        {
            await Task.WhenAny(work, Task.Delay(Beat));
            try
            {
                left += output.Take();
                if (left.Length > 0)
                {
                    await StoreAsync(order, left, job);
                    left = "";
                }
                end.Because(await RunSql.LookAsync(source, order.RunId, job));
                looked = TimeProvider.System.GetTimestamp();
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException && TimeProvider.System.GetElapsedTime(looked) > Blind)
            {
                end.Because(StepEnd.LeaseLost);
                left = "";
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                await Task.Delay(Beat);
            }
        }
        if (output.Take() is { Length: > 0 } last)
        {
            await StoreAsync(order, last, job);
        }
    }

    // Nothing is written any more when the lease is lost; the look that follows says so.
    private async Task StoreAsync(StepOrder order, string text, Job job)
    {
        await using (var connection = await source.OpenConnectionAsync())
        {
            await RunSql.AppendAsync(connection, order.RunId, order.Number, text, job);
        }
        wakeups.Raise(new Change(Run.Topic(order.RunId)));
    }
}

/// <summary>Why a step is ended before it ends by itself: the first reason counts.</summary>
internal sealed class StepEnd : IDisposable
{
    public const string TimeLimit = "time limit";
    public const string Cancelled = "cancelled";
    public const string Stopping = "stopping";
    public const string LeaseLost = "lease lost";

    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _stopping;
    private string? _why;

    public StepEnd(TimeSpan limit, CancellationToken stopping)
    {
        _end = new CancellationTokenSource(limit);
        _stopping = stopping.Register(() => Because(Stopping));
    }

    public CancellationToken Token => _end.Token;

    public string Why => _why ?? TimeLimit;

    /// <summary>Ends it for this reason; null does nothing.</summary>
    public void Because(string? why)
    {
        if (why is not null && !_end.IsCancellationRequested && Interlocked.CompareExchange(ref _why, why, null) is null)
        {
            _end.Cancel();
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _end.Dispose();
    }
}
