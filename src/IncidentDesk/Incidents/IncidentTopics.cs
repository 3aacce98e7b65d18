using IncidentDesk.Storage;

namespace IncidentDesk.Incidents;

/// <summary>What can be looked at of incidents.</summary>
public static class IncidentTopics
{
    /// <summary>The subject kind under which an incident is paged for, too: what becomes of a send is told under it.</summary>
    public const string Name = "incident";

    /// <summary>Any incident changed.</summary>
    public const string List = "incidents";

    /// <summary>One incident; its changes carry its <see cref="Incident.Seq"/>.</summary>
    public static Topic One(Guid id) => new(Name, id);

    // Its number, where its notifications stand, and what waits for it (climb, time-out, resolve), by the indexes on subject.
    internal static TopicMark OneMark { get; } = new(Name,
        """
        SELECT i.id, hashtextextended(concat_ws('/', i.seq,
            (SELECT bit_xor(hashtextextended(concat_ws('/', n.id, n.status, n.attempts), 0)) FROM notifications n WHERE n.subject_id = i.id),
            (SELECT bit_xor(hashtextextended(concat_ws('/', j.id, j.due_at), 0)) FROM jobs j WHERE j.subject = i.id)), 0)
        FROM incidents i WHERE i.id = ANY($1)
        """);

    // Only open ones, by the index incidents_open: nothing that the list shows of a resolved one changes, unless it is reopened.
    internal static TopicMark ListMark { get; } = new(List,
        """
        SELECT id, (SELECT coalesce(bit_xor(hashtextextended(concat_ws('/', i.id, i.seq), 0)), 0) FROM incidents i WHERE i.status <> 'resolved')
        FROM unnest($1) id
        """);
}
