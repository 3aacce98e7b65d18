namespace IncidentDesk.OnCall;

/// <summary>What a schedule's layers were between two instants, before a change took over: they say who was on call then.</summary>
public sealed class FormerLayers
{
    private FormerLayers()
    {
    }

    internal FormerLayers(Guid id, Guid scheduleId, DateTimeOffset from, DateTimeOffset to, string timeZone, IReadOnlyList<Layer> layers)
    {
        Id = id;
        ScheduleId = scheduleId;
        From = from;
        To = to;
        TimeZone = timeZone;
        Layers = layers;
    }

    /// <summary>UUIDv7.</summary>
    public Guid Id { get; private set; }

    /// <summary>The schedule that had them.</summary>
    public Guid ScheduleId { get; private set; }

    /// <summary>First instant at which they counted, UTC.</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>The instant after the last, UTC; the next ones count from it on.</summary>
    public DateTimeOffset To { get; private set; }

    /// <summary>IANA id of the zone in which their hand-offs are local times.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>Lowest first, by position.</summary>
    public IReadOnlyList<Layer> Layers { get; private set; } = [];
}

/// <summary>Layers that count from <paramref name="From"/> until just before <paramref name="To"/>, UTC, with the zone of their hand-offs.</summary>
internal sealed record LayersInForce(DateTimeOffset From, DateTimeOffset To, string TimeZone, IReadOnlyList<Layer> Layers);
