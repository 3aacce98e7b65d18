using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace IncidentDesk.Web.Pages;

/// <summary>Who looks at a page. <paramref name="Zone"/> is their IANA zone.</summary>
public sealed record Viewer(Guid Id, string Name, Role Role, string Zone);

/// <summary>
/// The base of pages and of parts of pages that read and change things: knows who looks, and stops its reads when the page is left. What
/// <see cref="LoadAsync"/> reads is read again whenever the address changes.
/// </summary>
public abstract class DeskPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private string? _loaded;

    [CascadingParameter] private Task<AuthenticationState> Access { get; set; } = default!;

    [Inject] private PersonQueries Viewers { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    [Inject] protected Clock Clock { get; set; } = default!;

    [Inject] protected NavigationManager Navigation { get; set; } = default!;

    [Inject] protected Toasts Toasts { get; set; } = default!;

    /// <summary>Set before <see cref="LoadAsync"/> runs; null while the page begins.</summary>
    protected Viewer? Viewer { get; private set; }

    /// <summary>Their zone; UTC while the page begins.</summary>
    protected string Zone => Viewer?.Zone ?? "Etc/UTC";

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Left => _left.Token;

    /// <summary>Who asks for the changes that this page makes.</summary>
    protected Caller By => new(Viewer!.Id, Viewer.Name, "web");

    /// <summary>Whether the viewer's role includes this one.</summary>
    protected bool May(Role role) => Viewer?.Role >= role;

    protected override async Task OnParametersSetAsync()
    {
        // A link within the page, such as from an error to its field, must not read over what was typed.
        var address = Navigation.Uri.Split('#')[0];
        if (address == _loaded)
        {
            return;
        }
        _loaded = address;
        Viewer ??= await FindViewerAsync();
        await LoadAsync();
    }

    /// <summary>Reads what the page shows.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>
    /// Reads again for as long as somebody looks, each time after the wait that the page asks for then; call it once, after the first render. What moves in
    /// the database shows so without a press; while the database is away the page stays as it was last read.
    /// </summary>
    protected void KeepReading(Func<TimeSpan> wait) => _ = InvokeAsync(async () =>
    {
        try
        {
            while (true)
            {
                await Task.Delay(wait(), Time, Left);
                await ReadAgainAsync();
                StateHasChanged();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    });

    /// <summary>Says what was refused when there is no form to say it in.</summary>
    protected void Say<T>(Outcome<T> outcome, string done) =>
        Toasts.Say(outcome.Refusal?.Message ?? done, outcome.Succeeded ? Tone.Success : Tone.Danger);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _left.Cancel();
        _left.Dispose();
    }

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

    private async Task ReadAgainAsync()
    {
        try
        {
            await LoadAsync();
        }
        catch (Npgsql.NpgsqlException)
        {
            // The next look finds the database again.
        }
    }

    private async Task<Viewer> FindViewerAsync()
    {
        var user = (await Access).User;
        var id = user.FindPersonId() ?? throw new InvalidOperationException("Nobody is signed in.");
        var person = await Viewers.GetAsync(id, Left);
        return new Viewer(id, person?.Name ?? user.Identity!.Name ?? "", user.FindRole() ?? Role.Viewer, person?.TimeZone ?? "Etc/UTC");
    }
}
