using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>What a task is to be: a title of 1 to 300 characters, an assignee if anybody, done or not.</summary>
public sealed record TaskDraft(string? Title, Guid? AssigneeId = null, bool Done = false);

/// <summary>Adds, changes and removes the tasks of an incident; each is an entry of its timeline.</summary>
public sealed class IncidentTaskActions(Desk desk)
{
    /// <summary>Most tasks of one incident.</summary>
    public const int AtMost = 100;

    /// <summary>Adds a task. Answers the task.</summary>
    public async Task<Outcome<IncidentTask>> AddAsync(Guid incidentId, TaskDraft draft, Caller by, CancellationToken cancellation = default)
    {
        IncidentTask? added = null;
        var outcome = await desk.ChangeIncidentAsync(incidentId, null, by, "incident.task-added", async (work, incident) =>
        {
            if (await ProblemAsync(work, draft) is { } problem)
            {
                return problem;
            }
            if (await work.Db.Set<IncidentTask>().CountAsync(t => t.IncidentId == incidentId, cancellation) >= AtMost)
            {
                return new Refusal.Conflict($"An incident has at most {AtMost} tasks. Remove one first.");
            }
            added = new IncidentTask { Id = work.NewId(), IncidentId = incidentId, Title = Title(draft), AssigneeId = draft.AssigneeId, CreatedAt = work.Now };
            work.Db.Add(added);
            incident.Log(work, by, "task-added", $"{by.Name} added a task for {await NameAsync(work, draft.AssigneeId)}: {added.Title}", new { added.Id });
            if (draft.Done)
            {
                Finish(work, incident, added, true, by);
            }
            return true;
        }, cancellation);
        return outcome.Refusal is { } refusal ? refusal : added!;
    }

    /// <summary>Makes the task what the draft says; refused when it is no longer at the version that the caller saw.</summary>
    public async Task<Outcome<IncidentTask>> ChangeAsync(Guid incidentId, Guid taskId, TaskDraft draft, long version, Caller by, CancellationToken cancellation = default)
    {
        IncidentTask? task = null;
        var outcome = await desk.ChangeIncidentAsync(incidentId, null, by, "incident.task-changed", async (work, incident) =>
        {
            task = await FindAsync(work, incidentId, taskId);
            if ((task is null ? new Refusal.NotFound("The task") : await ProblemAsync(work, draft)) is { } problem)
            {
                return problem;
            }
            if (task!.Version != version)
            {
                return new Refusal.Stale((await IncidentQueries.StaleAsync(work, incident)).Message, task.Version);
            }
            var before = incident.Seq;
            if (task.Title != Title(draft))
            {
                incident.Log(work, by, "task-changed", $"{by.Name} changed the task \"{task.Title}\" to: {Title(draft)}", new { task.Id });
                task.Title = Title(draft);
            }
            if (task.AssigneeId != draft.AssigneeId)
            {
                task.AssigneeId = draft.AssigneeId;
                incident.Log(work, by, "task-assigned", $"{by.Name} assigned a task to {await NameAsync(work, draft.AssigneeId)}: {task.Title}", new { task.Id });
            }
            Finish(work, incident, task, draft.Done, by);
            task.Version += incident.Seq == before ? 0 : 1;
            return incident.Seq != before;
        }, cancellation);
        return outcome.Refusal is { } refusal ? refusal : task!;
    }

    /// <summary>Removes a task; the timeline keeps that it was there.</summary>
    public Task<Outcome<Incident>> RemoveAsync(Guid incidentId, Guid taskId, Caller by, CancellationToken cancellation = default) =>
        desk.ChangeIncidentAsync(incidentId, null, by, "incident.task-removed", async (work, incident) =>
        {
            if (await FindAsync(work, incidentId, taskId) is not { } task)
            {
                return new Refusal.NotFound("The task");
            }
            work.Db.Remove(task);
            incident.Log(work, by, "task-removed", $"{by.Name} removed the task: {task.Title}", new { task.Id });
            return true;
        }, cancellation);

    private static Task<IncidentTask?> FindAsync(DeskTransaction work, Guid incidentId, Guid taskId) =>
        work.Db.Set<IncidentTask>().FirstOrDefaultAsync(t => t.Id == taskId && t.IncidentId == incidentId, work.Cancellation);

    private static void Finish(DeskTransaction work, Incident incident, IncidentTask task, bool done, Caller by)
    {
        if (done == task.DoneAt is not null)
        {
            return;
        }
        (task.DoneAt, task.DoneBy) = (done ? work.Now : null, done ? by.Name : null);
        incident.Log(work, by, done ? "task-done" : "task-reopened", done ? $"{by.Name} completed a task: {task.Title}" : $"{by.Name} reopened the task: {task.Title}", new { task.Id });
    }

    private static string Title(TaskDraft draft) => Text.Clean(draft.Title!.Trim());

    private static async Task<Refusal?> ProblemAsync(DeskTransaction work, TaskDraft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.Title) || draft.Title.Trim().Length > 300)
        {
            return new Refusal.Invalid("title", "Say what to do in 1 to 300 characters.");
        }
        return draft.AssigneeId is { } person && !await work.Db.Set<Person>().AnyAsync(p => p.Id == person && p.DisabledAt == null, work.Cancellation)
            ? new Refusal.Invalid("assigneeId", "There is no such person.")
            : null;
    }

    private static async Task<string> NameAsync(DeskTransaction work, Guid? assignee) => assignee is null ? "anyone"
        : await work.Db.Set<Person>().Where(p => p.Id == assignee).Select(p => p.Name).FirstAsync(work.Cancellation);
}
