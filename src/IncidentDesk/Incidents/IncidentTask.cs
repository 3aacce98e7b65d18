using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Incidents;

/// <summary>Something to do while an incident is open: not an action item, which prevents the next one.</summary>
public sealed class IncidentTask
{
    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }
    public required string Title { get; set; }
    public Guid? AssigneeId { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>The name of who did it.</summary>
    public string? DoneBy { get; set; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; set; } = 1;
}

internal sealed class IncidentTaskMapping : IEntityTypeConfiguration<IncidentTask>
{
    public void Configure(EntityTypeBuilder<IncidentTask> table)
    {
        table.ToTable("incident_tasks");
        table.HasIndex(t => t.IncidentId);
        table.HasOne<Incident>().WithMany().HasForeignKey(t => t.IncidentId);
    }
}

/// <summary>A task as pages and API read it.</summary>
public sealed record TaskView(Guid Id, string Title, Guid? AssigneeId, string? Assignee, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt, string? DoneBy,
    long Version);

/// <summary>Reads tasks.</summary>
public static class IncidentTasks
{
    /// <summary>The tasks of an incident, open ones first, each in the order in which they came.</summary>
    public static async Task<IReadOnlyList<TaskView>> TasksAsync(this DeskDb db, Guid incident, CancellationToken cancellation) =>
        await (from t in db.Set<IncidentTask>().AsNoTracking()
               where t.IncidentId == incident
               orderby t.DoneAt != null, t.Id
               select new TaskView(t.Id, t.Title, t.AssigneeId, db.Set<Person>().Where(p => p.Id == t.AssigneeId).Select(p => p.Name).FirstOrDefault(), t.CreatedAt,
                   t.DoneAt, t.DoneBy, t.Version)).ToListAsync(cancellation);
}
