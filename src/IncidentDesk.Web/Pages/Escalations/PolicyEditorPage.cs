using IncidentDesk.Escalation;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Web.Pages.Forms;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Escalations;

/// <summary>What the pages of new and existing policies share: what can be paged, and what the steps as they stand would do now.</summary>
public abstract class PolicyEditorPage : DeskPage
{
    [Inject] private ScheduleQueries Schedules { get; set; } = default!;

    [Inject] private TeamQueries Teams { get; set; } = default!;

    [Inject] private PersonQueries People { get; set; } = default!;

    [Inject] private ClimbPreviews Previews { get; set; } = default!;

    protected FormState Form { get; } = new();

    protected PolicyInput Input { get; set; } = new();

    /// <summary>Null while it is read.</summary>
    protected TargetChoices? Choices { get; private set; }

    /// <summary>Null while it is computed.</summary>
    protected ClimbPreview? Preview { get; private set; }

    protected async Task LoadChoicesAsync() => Choices = TargetChoices.Of(
        await AllAsync(ask => Schedules.ListAsync(ask)),
        await AllAsync(ask => Teams.ListAsync(ask)),
        (await AllAsync(ask => People.ListAsync(ask, null))).Where(p => p.DisabledAt is null));

    protected async Task PreviewAsync()
    {
        var (steps, repeats) = Input.ToPreview();
        Preview = await Previews.ForStepsAsync(steps, repeats, Clock.Now, CancellationToken.None, Forms.Minutes.Parse(Input.FallbackEvery));
    }
}
