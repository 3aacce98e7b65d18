namespace IncidentDesk.Web.Tests.Components;

/// <summary>A time provider whose timers fire only when a test moves it. Timers repeat never. Any thread may set them.</summary>
public sealed class HandTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<HandTimer> _timers = [];
    private TimeSpan _passed;

    public void Pass(TimeSpan time)
    {
        List<HandTimer> due;
        lock (_gate)
        {
            _passed += time;
            due = [.. _timers.Where(timer => timer.DueAt <= _passed).OrderBy(timer => timer.DueAt)];
        }
        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Remove(HandTimer timer)
    {
        lock (_gate)
        {
            return _timers.Remove(timer);
        }
    }

    private sealed class HandTimer(HandTime owner, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueAt { get; private set; }

        public void Fire()
        {
            if (owner.Remove(this))
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Remove(this);
            lock (owner._gate)
            {
                DueAt = owner._passed + dueTime;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    owner._timers.Add(this);
                }
            }
            return true;
        }

        public void Dispose() => owner.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
