using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Notifications;

/// <summary>What people do with their notifications inside the program.</summary>
public sealed class NotificationActions(Desk desk)
{
    /// <summary>
    /// The caller has seen what stands in their own bell: all of it, or what is about one subject. From then on it counts as delivered. Answers how many
    /// were new.
    /// </summary>
    public Task<Outcome<int>> SeenAsync(Caller by, Guid? subjectId = null, CancellationToken cancellation = default) =>
        desk.DoAsync<int>(by, Right.ChangeOwnSettings, Owner.Person(by.PersonId), async work =>
        {
            var person = by.PersonId!.Value;
            var seen = await work.SeenAsync(person, subjectId);
            if (seen > 0)
            {
                work.Audit(by, "notification.seen", subjectId ?? person, new { seen });
            }
            return seen;
        }, cancellation);
}
