namespace IncidentDesk.Web.Live;

/// <summary>
/// Lets the many pages that look at one thing share the reading of it: a change that wakes two hundred of them is two reads and not two hundred. Every
/// answer comes from a read that began after it was asked for, so nobody gets less than they were told of. Nobody may change what is answered.
/// </summary>
/// <param name="read">Reads for a key; who asked may have left by then, so it is not cancelled.</param>
public sealed class SharedRead<TKey, T>(Func<TKey, Task<T>> read)
    where TKey : notnull
{
    private readonly Lock _gate = new();

    // A key is here while it is read; its value is the answer of the read after that, once somebody has asked for one.
    private readonly Dictionary<TKey, TaskCompletionSource<T>?> _next = [];

    public Task<T> GetAsync(TKey key, CancellationToken cancellation = default)
    {
        TaskCompletionSource<T> answer;
        lock (_gate)
        {
            var running = _next.TryGetValue(key, out var waiting);
            answer = waiting ?? new(TaskCreationOptions.RunContinuationsAsynchronously);
            _next[key] = running ? answer : null;
            if (!running)
            {
                _ = Task.Run(() => RunAsync(key, answer), CancellationToken.None);
            }
        }
        return answer.Task.WaitAsync(cancellation);
    }

    private async Task RunAsync(TKey key, TaskCompletionSource<T> answer)
    {
        for (var wanted = answer; wanted is not null; wanted = TakeNext(key))
        {
            try
            {
                wanted.SetResult(await read(key));
            }
            catch (Exception error)
            {
                wanted.SetException(error);
            }
        }
    }

    private TaskCompletionSource<T>? TakeNext(TKey key)
    {
        lock (_gate)
        {
            var next = _next[key];
            if (next is null)
            {
                _next.Remove(key);
            }
            else
            {
                _next[key] = null;
            }
            return next;
        }
    }
}
