using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Postmortems;

/// <summary>
/// Says who has a section open for writing, on any node. It is only a hint: nobody is kept out by it, and whoever's browser dies is forgotten after
/// <see cref="Life"/>. Not a verb: nothing lasts, so nothing is audited.
/// </summary>
public sealed class EditorPresence(Desk desk)
{
    /// <summary>How long a mark stands unless renewed.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(45);

    /// <summary>How often it has to be renewed.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

    /// <summary>The person has the section open.</summary>
    public Task OpenAsync(Guid postmortem, Guid section, Guid person, string name, CancellationToken cancellation = default) => desk.InTransactionAsync(async work =>
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO section_editors (section_id, person_id, name, until) VALUES ($1, $2, $3, $4)
            ON CONFLICT (section_id, person_id) DO UPDATE SET until = excluded.until, name = excluded.name
            """, work.Connection);
        foreach (var value in (object[])[section, person, name, work.Now + Life])
        {
            command.Parameters.Add(new() { Value = value });
        }
        await command.ExecuteNonQueryAsync(cancellation);
        await work.Db.Set<SectionEditor>().Where(e => e.Until < work.Now - Life).ExecuteDeleteAsync(cancellation);
        work.Wake(Postmortem.Topic(postmortem));
        return true;
    }, cancellation);

    /// <summary>They closed it.</summary>
    public Task CloseAsync(Guid postmortem, Guid section, Guid person, CancellationToken cancellation = default) => desk.InTransactionAsync(async work =>
    {
        await work.Db.Set<SectionEditor>().Where(e => e.SectionId == section && e.PersonId == person).ExecuteDeleteAsync(cancellation);
        work.Wake(Postmortem.Topic(postmortem));
        return true;
    }, cancellation);
}
