using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>An action item as the contract carries it, not yet checked.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="OwnerId">Who sees to it.</param>
/// <param name="Due">The local day by whose end it should be done.</param>
/// <param name="PostmortemId">Where it comes from; it stays there.</param>
/// <param name="Priority">How soon.</param>
/// <param name="Type">What it changes.</param>
/// <param name="Status">Where the work stands.</param>
/// <param name="Reason">Why it is dropped, 1 to 1,000 characters; only then.</param>
/// <param name="FactorId">The contributing factor that it answers.</param>
public sealed record ActionItemDraft(string Title, Guid OwnerId, DateOnly Due, Guid PostmortemId, ActionPriority Priority = ActionPriority.Medium,
    ActionType Type = ActionType.Process, ActionStatus Status = ActionStatus.Open, string? Reason = null, Guid? FactorId = null);

/// <summary>
/// The verbs of action items. Each sets the owner's next reminder anew; what waits to be sent about an item that is done, dropped or somebody else's now
/// is taken back with that reason.
/// </summary>
public sealed class ActionItemActions(Desk desk)
{
    public const int LongestTitle = 200;
    public const int LongestReason = 1_000;

    /// <summary>Most items of one postmortem.</summary>
    public const int AtMost = 100;

    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2100, 1, 1);

    /// <summary>Adds an item; also to a published postmortem, since what it asks for may become clear later.</summary>
    public Task<Outcome<ActionItem>> CreateAsync(ActionItemDraft draft, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<ActionItem>(by, Right.WritePostmortems, async work =>
        {
            if (await CheckAsync(work, draft, null) is { Failed: true } check)
            {
                return check.Refusal;
            }
            var postmortem = await work.TakePostmortemAsync(draft.PostmortemId);
            if (postmortem.Refusal is { } refusal)
            {
                return refusal;
            }
            if (await work.Db.Set<ActionItem>().CountAsync(a => a.PostmortemId == draft.PostmortemId, cancellation) >= AtMost)
            {
                return new Refusal.Conflict($"A postmortem has at most {AtMost} action items.");
            }
            var item = new ActionItem { Id = work.NewId(), PostmortemId = draft.PostmortemId, Title = "", CreatedAt = work.Now };
            work.Db.Add(item);
            Fill(work, item, draft);
            await RemindAsync(work, item);
            Changed(work, item);
            work.Audit(by, "action-item.created", item.Id, new { to = draft });
            return item;
        }, cancellation);

    /// <summary>Makes the item what the draft says, if it still has the version that the caller saw.</summary>
    public Task<Outcome<ActionItem>> ChangeAsync(Guid id, ActionItemDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<ActionItem>(by, Right.WritePostmortems, async work =>
        {
            var found = await work.TakeAsync(work.Db.Set<ActionItem>().FromSql($"SELECT * FROM action_items WHERE id = {id} FOR UPDATE"), id, version, "The action item");
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var item = found.Value;
            if (await CheckAsync(work, draft, item) is { Failed: true } check)
            {
                return check.Refusal;
            }
            var (before, was) = (DraftOf(item), item.OwnerId);
            Fill(work, item, draft);
            item.Version++;
            await TakeBackAsync(work, item, was, by);
            await RemindAsync(work, item);
            Changed(work, item);
            work.Audit(by, "action-item.changed", id, new { from = before, to = draft });
            return item;
        }, cancellation);

    /// <summary>The draft that would leave an item as it is.</summary>
    public static ActionItemDraft DraftOf(ActionItem item) =>
        new(item.Title, item.OwnerId, item.Due, item.PostmortemId, item.Priority, item.Type, item.Status, item.Reason, item.FactorId);

    private static void Fill(DeskTransaction work, ActionItem item, ActionItemDraft draft)
    {
        var wasOpen = item.IsOpen;
        (item.Title, item.OwnerId, item.Due, item.FactorId) = (draft.Title.Trim(), draft.OwnerId, draft.Due, draft.FactorId);
        (item.Priority, item.Type, item.Status) = (draft.Priority, draft.Type, draft.Status);
        item.Reason = draft.Status == ActionStatus.Dropped ? Text.Clean(draft.Reason!.Trim(), keepLines: true) : null;
        item.ClosedAt = item.IsOpen ? null : wasOpen ? work.Now : item.ClosedAt ?? work.Now;
    }

    private static async Task TakeBackAsync(DeskTransaction work, ActionItem item, Guid formerOwner, Caller by)
    {
        var reason = item switch
        {
            { Status: ActionStatus.Done } => $"cancelled: {by.Name} marked it done",
            { Status: ActionStatus.Dropped } => $"cancelled: {by.Name} dropped it",
            _ when item.OwnerId != formerOwner => $"cancelled: {by.Name} reassigned it",
            _ => null,
        };
        if (reason is not null)
        {
            await work.CancelNotificationsAsync(item.Id, null, reason);
        }
    }

    private static async Task RemindAsync(DeskTransaction work, ActionItem item)
    {
        await work.CancelAsync(item.Id, ActionReminder.JobKind);
        if (item.IsOpen)
        {
            var zone = await work.Db.Set<Person>().Where(p => p.Id == item.OwnerId).Select(p => p.TimeZone).FirstAsync(work.Cancellation);
            ActionReminder.Set(work, item, zone);
        }
    }

    private static void Changed(DeskTransaction work, ActionItem item)
    {
        work.Wake(Postmortem.Topic(item.PostmortemId));
        work.Wake(PostmortemTopics.List);
    }

    private static async Task<Check> CheckAsync(DeskTransaction work, ActionItemDraft draft, ActionItem? before)
    {
        var check = new Check();
        check.Line("title", draft.Title, LongestTitle);
        var owner = await work.Db.Set<Person>().Where(p => p.Id == draft.OwnerId).Select(p => new { p.DisabledAt }).FirstOrDefaultAsync(work.Cancellation);
        check.That(owner is not null && (owner.DisabledAt is null || draft.OwnerId == before?.OwnerId), "ownerId", "There is no such person, or they are deactivated.");
        check.That(draft.Due >= Earliest && draft.Due < Latest, "due", "This must be a date from 2000-01-01 to 2099-12-31.");
        check.That(before is null || draft.PostmortemId == before.PostmortemId, "postmortemId", "An action item stays with its postmortem.");
        check.That(await work.Db.Set<Postmortem>().AnyAsync(p => p.Id == draft.PostmortemId, work.Cancellation), "postmortemId", "There is no such postmortem.");
        check.That(Enum.IsDefined(draft.Priority), "priority", "This must be high, medium or low.");
        check.That(Enum.IsDefined(draft.Type), "type", "This must be prevent, mitigate, detect or process.");
        check.That(Enum.IsDefined(draft.Status), "status", "This must be open, inProgress, done or dropped.");
        check.That(draft.Status != ActionStatus.Dropped || (!string.IsNullOrWhiteSpace(draft.Reason) && draft.Reason.Length <= LongestReason),
            "reason", $"Say why it is dropped, in 1 to {LongestReason} characters.");
        check.That(draft.FactorId is null || await work.Db.Set<PostmortemSection>()
            .AnyAsync(s => s.Id == draft.FactorId && s.PostmortemId == draft.PostmortemId && s.Kind == SectionKind.Factor, work.Cancellation),
            "factorId", "The postmortem has no such contributing factor.");
        return check;
    }
}
