using IncidentDesk.Storage;

namespace IncidentDesk.Notifications;

/// <summary>What can be looked at of notifications. What becomes of a send is also told under its subject's own topic (kind and id).</summary>
public static class NotificationTopics
{
    /// <summary>The name of <see cref="Bell"/>.</summary>
    public const string BellName = "bell";

    /// <summary>A person's pages and other notifications inside the program.</summary>
    public static Topic Bell(Guid personId) => new(BellName, personId);

    // Where the newest hundred stand, by the index on person and time: what is older has long been seen or forgotten.
    internal static TopicMark BellMark { get; } = new(BellName,
        """
        SELECT p, coalesce((SELECT bit_xor(hashtextextended(concat_ws('/', n.id, n.status), 0)) FROM
            (SELECT id, status FROM notifications WHERE person_id = p ORDER BY created_at DESC LIMIT 100) n), 0)
        FROM unnest($1) p
        """);
}
