using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Web.Pages.Forms;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>What the pages of new and existing schedules share: the people, and the next shifts that the layers as they stand would give.</summary>
public abstract class ScheduleEditorPage : DeskPage
{
    private static readonly TimeSpan LookAhead = TimeSpan.FromDays(35);

    [Inject] private PersonQueries People { get; set; } = default!;

    protected FormState Form { get; } = new();

    /// <summary>Null while it is read.</summary>
    protected ScheduleInput? Input { get; set; }

    protected List<PersonView> Everybody { get; private set; } = [];

    /// <summary>The shifts from now on; refused while something is missing.</summary>
    protected Outcome<ChangePreview>? Next { get; private set; }

    protected async Task LoadPeopleAsync() => Everybody = await AllAsync(ask => People.ListAsync(ask, null));

    protected async Task PreviewAsync() => Next = await PreviewAsync(Input!.ToDraft() with { Name = "preview" }, LookAhead);

    /// <summary>What saving the draft now would give.</summary>
    protected abstract Task<Outcome<ChangePreview>> PreviewAsync(ScheduleDraft draft, TimeSpan ahead);

    /// <summary>The draft to save, with everybody who is chosen but not added yet.</summary>
    protected async Task<ScheduleDraft> FinishAsync()
    {
        Input!.Layers.ForEach(l => l.Take());
        await PreviewAsync();
        return Input.ToDraft();
    }
}
