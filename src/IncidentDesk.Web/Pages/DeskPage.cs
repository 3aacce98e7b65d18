using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages;

/// <summary>
/// The base of pages and of parts of pages that read and change things: knows who looks. What <see cref="LoadAsync"/> reads is read again whenever the
/// address changes, and by itself where the page names topics or a time to look.
/// </summary>
public abstract class DeskPage : LivePage
{
    private string? _loaded;

    [Inject] private Viewers Viewers { get; set; } = default!;

    [Inject] protected NavigationManager Navigation { get; set; } = default!;

    [Inject] protected Toasts Toasts { get; set; } = default!;

    /// <summary>Set before <see cref="LoadAsync"/> runs; null while the page begins.</summary>
    protected Viewer? Viewer { get; private set; }

    /// <summary>The zone in which they are shown times; UTC while the page begins.</summary>
    protected string Zone => Viewer?.Zone ?? Person.Utc;

    /// <summary>What the page says about that zone; null while it begins.</summary>
    protected ShownZone? Times => Viewer?.Times;

    /// <summary>Who asks for the changes that this page makes.</summary>
    protected Caller By => Viewer!.Caller;

    /// <summary>What people fill in must not move under them: a page that only shows asks for more.</summary>
    protected override TimeSpan LookEvery => Timeout.InfiniteTimeSpan;

    /// <summary>Whether the viewer may do this to something of this owner; without an owner, to anything.</summary>
    protected bool May(Right right, Owner? owner = null) => Viewer?.May(right, owner) == true;

    protected override async Task OnParametersSetAsync()
    {
        // A link within the page, such as from an error to its field, must not read over what was typed.
        var address = Navigation.Uri.Split('#')[0];
        if (address == _loaded)
        {
            return;
        }
        _loaded = address;
        Viewer ??= await Viewers.GetAsync();
        await LoadAsync();
    }

    /// <summary>Reads what the page shows.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    protected override Task ReadAgainAsync() => LoadAsync();

    /// <summary>Says what was refused when there is no form to say it in.</summary>
    protected void Say<T>(Outcome<T> outcome, string done) =>
        Toasts.Say(outcome.Refusal?.Message ?? done, outcome.Succeeded ? Tone.Success : Tone.Danger);

    /// <summary>All items of a list whose size people choose (services, teams), read page by page.</summary>
    protected static async Task<List<T>> AllAsync<T>(Func<PageAsk, Task<Page<T>>> read)
    {
        var all = new List<T>();
        for (string? cursor = null; ;)
        {
            var page = await read(new PageAsk(cursor, PageAsk.MostItems));
            all.AddRange(page.Items);
            if (page.NextCursor is null)
            {
                return all;
            }
            cursor = page.NextCursor;
        }
    }
}
