using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Live;

/// <summary>
/// A page, or a part of one, that re-reads by itself while it is open. A read that fails leaves what is shown, and says so.
/// </summary>
public abstract class LivePage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly SemaphoreSlim _one = new(1);
    private Reread? _reread;

    [Inject] protected Clock Clock { get; set; } = default!;
    [Inject] protected TimeProvider Time { get; set; } = default!;
    [Inject] protected Wakeups Wakeups { get; set; } = default!;
    [Inject] protected ILogger<LivePage> Log { get; set; } = default!;

    /// <summary>The desk's now, as the page is drawn.</summary>
    protected DateTimeOffset Now => Clock.Now;

    /// <summary>Cancelled when the page closes.</summary>
    protected CancellationToken Closed => _closed.Token;

    /// <summary>Since when what is shown may be out of date, because it could not be read again; null while all is well.</summary>
    protected DateTimeOffset? StaleSince { get; private set; }

    /// <summary>The wake-up topics of what is shown.</summary>
    protected abstract IReadOnlyCollection<string> Topics { get; }

    /// <summary>Reads again what is shown. Never runs twice at once.</summary>
    protected abstract Task ReadAgainAsync(CancellationToken cancellation);

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _reread = new Reread(Wakeups, Time, () => Topics, RefreshAsync);
        }
    }

    /// <summary>Reads again and shows, now.</summary>
    protected Task RefreshAsync(CancellationToken cancellation = default) => InvokeAsync(async () =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Closed);
        await _one.WaitAsync(either.Token);
        try
        {
            await ReadAgainAsync(either.Token);
            StaleSince = null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            if (StaleSince is null)
            {
                Log.LogWarning("An open page can't be read again and shows what it had: {Reason}", error.GetBaseException().Message);
            }
            StaleSince ??= Now;
        }
        finally
        {
            _one.Release();
        }
        StateHasChanged();
    });

    public async ValueTask DisposeAsync()
    {
        if (!_closed.IsCancellationRequested)
        {
            await _closed.CancelAsync();
            if (_reread is not null)
            {
                await _reread.DisposeAsync();
            }
        }
        GC.SuppressFinalize(this);
    }
}
