using IncidentDesk.Incidents;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>
/// The rows as a person reads them: what changes shows in its place, what is new waits behind "3 new", and nothing moves until they ask. An empty
/// list takes new rows at once, because nothing is under the pointer.
/// </summary>
public sealed class ShownRows
{
    private List<IncidentView> _rows = [];
    private Dictionary<long, int> _changes = [];

    public IReadOnlyList<IncidentView> Rows => _rows;

    /// <summary>How many rows wait to be shown.</summary>
    public int Held { get; private set; }

    /// <summary>Whether older rows can be loaded.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Shows these and forgets the rest.</summary>
    public void Show(IReadOnlyList<IncidentView> rows, bool hasMore) => (_rows, HasMore, Held, _changes) = ([.. rows], hasMore, 0, []);

    /// <summary>How often what a row shows has changed in its place.</summary>
    public int ChangesOf(long number) => _changes.GetValueOrDefault(number);

    /// <summary>Shows older ones below.</summary>
    public void Append(IReadOnlyList<IncidentView> rows, bool hasMore)
    {
        _rows.AddRange(rows.ExceptBy(_rows.Select(r => r.Number), r => r.Number));
        HasMore = hasMore;
    }

    /// <summary>The numbers shown that a fresh read of the list lacks: they have left it, and their state has to be read by number.</summary>
    public IReadOnlyList<long> Missing(IReadOnlyList<IncidentView> fresh) => [.. _rows.Select(r => r.Number).Except(fresh.Select(f => f.Number))];

    /// <summary>Takes over a fresh read of the list and the rows that have left it.</summary>
    public void Merge(IReadOnlyList<IncidentView> fresh, IReadOnlyList<IncidentView> left, bool hasMore)
    {
        if (_rows.Count == 0)
        {
            Show(fresh, hasMore);
            return;
        }
        var known = fresh.Concat(left).DistinctBy(r => r.Number).ToDictionary(r => r.Number);
        foreach (var row in _rows.Where(r => known.TryGetValue(r.Number, out var now) && now != r with { Version = now.Version }))
        {
            _changes[row.Number] = ChangesOf(row.Number) + 1;
        }
        _rows = [.. _rows.Select(r => known.GetValueOrDefault(r.Number, r))];
        var oldest = _rows[^1].Number;
        Held = fresh.ExceptBy(_rows.Select(r => r.Number), f => f.Number).Count(f => f.Number > oldest || !HasMore);
    }
}
