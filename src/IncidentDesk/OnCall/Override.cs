namespace IncidentDesk.OnCall;

/// <summary>One person on call between two instants whatever the layers say: cover, a swap, a holiday.</summary>
public sealed class Override
{
    private Override()
    {
    }

    internal Override(Guid id, Guid scheduleId, int sequence, Guid personId, DateTimeOffset from, DateTimeOffset to, Guid? createdBy)
    {
        Id = id;
        ScheduleId = scheduleId;
        Sequence = sequence;
        PersonId = personId;
        From = from;
        To = to;
        CreatedBy = createdBy;
    }

    /// <summary>UUIDv7.</summary>
    public Guid Id { get; private set; }

    /// <summary>The schedule that it belongs to.</summary>
    public Guid ScheduleId { get; private set; }

    /// <summary>Order of creation within the schedule: where two overlap, the higher one wins.</summary>
    public int Sequence { get; private set; }

    /// <summary>Who is on call.</summary>
    public Guid PersonId { get; private set; }

    /// <summary>First instant of it, UTC.</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>The instant after it, UTC.</summary>
    public DateTimeOffset To { get; private set; }

    /// <summary>The person who made it; null when automation did.</summary>
    public Guid? CreatedBy { get; private set; }

    internal void End(DateTimeOffset at) => To = at;

    internal OverrideSpec ToSpec() => new(PersonId, From, To);
}
