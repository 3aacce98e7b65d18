namespace IncidentDesk.Storage;

/// <summary>
/// What somebody can wait for or look at: a name without spaces or slashes, and an id where there are many of the name ("incident" and which). A lane
/// of jobs is a topic too.
/// </summary>
public readonly record struct Topic(string Name, Guid Id = default)
{
    /// <summary>The topic that there is one of.</summary>
    public static implicit operator Topic(string name) => new(name);
}

/// <summary>
/// Something changed. <paramref name="Seq"/> is the number that the topic's thing has reached; 0 where it has none, or when something beside what it
/// numbers changed too. It is a hint to read again, never the news itself.
/// </summary>
public readonly record struct Change(Topic Topic, long Seq = 0)
{
    /// <summary>One change in place of two of the same topic.</summary>
    public Change Fold(Change other) => this with { Seq = Math.Min(Seq, other.Seq) == 0 ? 0 : Math.Max(Seq, other.Seq) };

    /// <summary>As it travels between nodes: <c>name</c>, <c>name/id</c> or <c>name/id/seq</c>.</summary>
    public override string ToString() => (Topic.Id, Seq) switch
    {
        ({ } id, 0) when id == Guid.Empty => Topic.Name,
        (_, 0) => $"{Topic.Name}/{Topic.Id:N}",
        _ => $"{Topic.Name}/{Topic.Id:N}/{Seq}",
    };

    /// <summary>Null for what is no change, such as from a node of another version.</summary>
    public static Change? Parse(string text)
    {
        var parts = text.Split('/');
        var (id, seq) = (Guid.Empty, 0L);
        return parts.Length <= 3 && parts[0].Length > 0
            && (parts.Length < 2 || Guid.TryParseExact(parts[1], "N", out id))
            && (parts.Length < 3 || long.TryParse(parts[2], out seq))
            ? new Change(new Topic(parts[0], id), seq)
            : null;
    }
}

/// <summary>Folds changes, one for each topic. Not for several threads at once.</summary>
public sealed class Changes
{
    private readonly Dictionary<Topic, Change> _all = [];

    public int Count => _all.Count;

    public void Add(Change change) => _all[change.Topic] = _all.TryGetValue(change.Topic, out var known) ? known.Fold(change) : change;

    /// <summary>What was added since the last time.</summary>
    public IReadOnlyList<Change> Take()
    {
        var taken = _all.Values.ToList();
        _all.Clear();
        return taken;
    }
}
