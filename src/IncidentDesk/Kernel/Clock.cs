namespace IncidentDesk.Kernel;

/// <summary>
/// The desk's one clock: the database's <c>desk_now()</c>, in UTC to the microsecond. Between looks at the database it runs on with the machine's
/// clock, so that reading it costs nothing; whoever asks the database for the time anyway tells it (<see cref="Observe"/>).
/// </summary>
public sealed class Clock
{
    private long _offsetTicks;

    /// <summary>What the database's clock shows now, as well as this node knows it.</summary>
    public DateTimeOffset Now => ToMicroseconds(TimeProvider.System.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks)));

    /// <summary>Takes over the time that the database has just answered.</summary>
    public void Observe(DateTimeOffset databaseNow) =>
        Interlocked.Exchange(ref _offsetTicks, (databaseNow - TimeProvider.System.GetUtcNow()).Ticks);

    /// <summary>Postgres keeps microseconds: what is written and read back stays equal.</summary>
    private static DateTimeOffset ToMicroseconds(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
