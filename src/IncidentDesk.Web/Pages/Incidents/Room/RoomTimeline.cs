using IncidentDesk.Timeline;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>The timeline as the page keeps it, newest first: new entries join at the top, older ones at the bottom when asked for.</summary>
public sealed class RoomTimeline
{
    private List<TimelineEntry> _entries = [];

    private IReadOnlySet<long> _pins = new HashSet<long>();

    public IReadOnlyList<TimelineItem> Items { get; private set; } = [];

    /// <summary>The highest number; 0 while empty.</summary>
    public long Newest => _entries.Count == 0 ? 0 : _entries[0].Seq;

    public long? Oldest => _entries.Count == 0 ? null : _entries[^1].Seq;

    /// <summary>Whether there are older ones: numbers begin at 1 and have no gaps.</summary>
    public bool HasOlder => Oldest > 1;

    /// <summary>Entries above this came while the page was open.</summary>
    public long ArrivedAfter { get; private set; } = long.MaxValue;

    public void Show(IReadOnlyList<TimelineEntry> entries)
    {
        _entries = [.. entries];
        ArrivedAfter = Newest;
        Draw();
    }

    /// <summary>Marks what is pinned.</summary>
    public void Pin(IReadOnlySet<long> pins)
    {
        _pins = pins;
        Draw();
    }

    /// <summary>Takes over entries from either end; one that is known already is left out.</summary>
    public void Join(IReadOnlyList<TimelineEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }
        _entries = [.. _entries.Concat(entries).DistinctBy(e => e.Seq).OrderByDescending(e => e.Seq)];
        Draw();
    }

    // The sentence names its actor, but for a note, which is what somebody said.
    private void Draw() => Items = [.. _entries.Select(e => new TimelineItem(e.Seq, e.At, e.Kind, TimelineSigns.Said(e.Kind) ? e.Actor : null, e.Text, Pinned: _pins.Contains(e.Seq)))];
}
