namespace IncidentDesk.Web.Tests.Components;

/// <summary>A time provider whose timers fire only when a test moves it. Timers repeat never.</summary>
public sealed class HandTime : TimeProvider
{
    private readonly List<HandTimer> timers = [];
    private TimeSpan passed;

    public void Pass(TimeSpan time)
    {
        passed += time;
        foreach (var timer in timers.Where(timer => timer.DueAt <= passed).OrderBy(timer => timer.DueAt).ToList()) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state) { DueAt = passed + dueTime };
        timers.Add(timer);
        return timer;
    }

    private sealed class HandTimer(HandTime owner, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueAt { get; set; }

        public void Fire()
        {
            if (owner.timers.Remove(this)) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DueAt = owner.passed + dueTime;
            return true;
        }

        public void Dispose() => owner.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
