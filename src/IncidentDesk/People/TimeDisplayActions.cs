using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.People;

/// <summary>In which zone a person is shown times.</summary>
public sealed class TimeDisplayActions(Desk desk)
{
    /// <summary>From now on pages show them times in UTC, or in their own zone again. What they are told elsewhere keeps their own.</summary>
    public Task<Outcome<PersonView>> ReadUtcAsync(Guid personId, bool utc, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<PersonView>(by, Right.ChangeOwnSettings, Owner.Person(personId), async work =>
        {
            var found = await work.TakeAsync(work.Db.Set<Person>(), personId, null, "The person");
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var person = found.Value;
            if (person.ReadsUtc != utc)
            {
                // No new version: a profile that is being edited elsewhere is not stale because of it.
                person.ReadsUtc = utc;
                work.Audit(by, "person.time-display-changed", person.Id, new { to = new { person.ReadsUtc } });
            }
            return PersonView.Of(person);
        }, cancellation);
}
