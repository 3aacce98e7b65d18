using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>
/// How to see in the database whether the things of a topic have changed, for when nobody said so: SQL over the ids in <c>$1</c> (uuid[]) that answers
/// rows of (id uuid, mark bigint). A mark that differs from the last one means a change. A folder registers one for each of its topics.
/// </summary>
public sealed record TopicMark(string Name, string Sql);

/// <summary>Reads marks.</summary>
public sealed class TopicMarks(NpgsqlDataSource source, IEnumerable<TopicMark> marks)
{
    private readonly Dictionary<string, string> _sql = marks.ToDictionary(m => m.Name, m => m.Sql);

    /// <summary>The marks of these topics in one round trip. A topic without a way to mark it, or whose thing does not exist, is left out.</summary>
    public async Task<IReadOnlyDictionary<Topic, long>> ReadAsync(IEnumerable<Topic> topics, CancellationToken cancellation)
    {
        var found = new Dictionary<Topic, long>();
        var kinds = topics.Where(t => _sql.ContainsKey(t.Name)).GroupBy(t => t.Name, t => t.Id).ToList();
        if (kinds.Count == 0)
        {
            return found;
        }
        await using var batch = source.CreateBatch();
        foreach (var kind in kinds)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(_sql[kind.Key]) { Parameters = { new() { Value = kind.ToArray() } } });
        }
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        foreach (var kind in kinds)
        {
            while (await rows.ReadAsync(cancellation))
            {
                found[new Topic(kind.Key, rows.GetGuid(0))] = rows.GetInt64(1);
            }
            await rows.NextResultAsync(cancellation);
        }
        return found;
    }
}
