using System.Globalization;
using IncidentDesk.Kernel;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>An action item as somebody types it.</summary>
public sealed class ActionInput
{
    public string? Title { get; set; }
    public string? OwnerId { get; set; }
    public string? Due { get; set; }
    public string? FactorId { get; set; }
    public string? Priority { get; set; } = ActionPriority.Medium.Code();
    public string? Type { get; set; } = ActionType.Prevent.Code();
    public string? Status { get; set; } = ActionStatus.Open.Code();
    public string? Reason { get; set; }

    public static ActionInput Of(ActionItemView action) => new()
    {
        Title = action.Title,
        OwnerId = action.OwnerId.ToString(),
        Due = action.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FactorId = action.FactorId?.ToString(),
        Priority = action.Priority.Code(),
        Type = action.Type.Code(),
        Status = action.Status.Code(),
        Reason = action.Reason,
    };

    /// <summary>What the verb takes, or which field no draft can be made of.</summary>
    public Outcome<ActionItemDraft> ToDraft(Guid postmortem)
    {
        var check = new Check();
        check.That(Choice.IdOf(OwnerId) is not null, "ownerId", PostmortemTexts.ChooseWhoSeesToIt);
        check.That(DateOnly.TryParseExact(Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due), "due", PostmortemTexts.GiveTheDay);
        return check.Failed ? check.Refusal : new ActionItemDraft(Title ?? "", Choice.IdOf(OwnerId)!.Value, due, postmortem,
            PostmortemWords.Read<ActionPriority>(Priority) ?? ActionPriority.Medium, PostmortemWords.Read<ActionType>(Type) ?? ActionType.Process,
            PostmortemWords.Read<ActionStatus>(Status) ?? ActionStatus.Open, Reason, Choice.IdOf(FactorId));
    }
}
