using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Live;

/// <summary>
/// A page, or a part of one, that re-reads by itself while it is open. A read that fails leaves what is shown, and says so. A read that began runs to its end,
/// also when the page is left: a database that is told to cancel one query may cancel the next on that connection, which is somebody else's.
/// </summary>
public abstract class LivePage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly SemaphoreSlim _one = new(1);
    private Subscription? _subscription;

    [Inject] protected Clock Clock { get; set; } = default!;
    [Inject] protected TimeProvider Time { get; set; } = default!;
    [Inject] protected Feed Feed { get; set; } = default!;
    [Inject] protected ILogger<LivePage> Log { get; set; } = default!;

    /// <summary>The desk's now, as the page is drawn.</summary>
    protected DateTimeOffset Now => Clock.Now;

    /// <summary>Whether the page is left, so that nothing is to be shown any more.</summary>
    protected bool IsLeft => _left.IsCancellationRequested;

    /// <summary>Since when what is shown may be out of date, because it could not be read again; null while all is well.</summary>
    protected DateTimeOffset? StaleSince { get; private set; }

    /// <summary>What is shown; asked after each drawing.</summary>
    protected virtual IReadOnlyCollection<Topic> Topics => [];

    /// <summary>
    /// The longest time between two reads, asked before each wait: for what no topic tells of, such as names, and who is on call by now. Infinite means
    /// that only topics count.
    /// </summary>
    protected virtual TimeSpan LookEvery => TimeSpan.FromSeconds(30);

    /// <summary>Reads again what is shown. Never runs twice at once.</summary>
    protected abstract Task ReadAgainAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (IsLeft)
        {
            return;
        }
        var topics = Topics;
        if (_subscription is null && (topics.Count > 0 || LookEvery != Timeout.InfiniteTimeSpan))
        {
            _subscription = new Subscription(Feed, Time, (_, cancellation) => RefreshAsync(cancellation), () => LookEvery);
        }
        _subscription?.Watch(topics);
    }

    /// <summary>Reads again and shows, now. The token ends only the wait for a read that runs already.</summary>
    protected Task RefreshAsync(CancellationToken cancellation = default) => InvokeAsync(async () =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await _one.WaitAsync(either.Token);
        try
        {
            await ReadAgainAsync();
            StaleSince = null;
        }
        catch (Exception error)
        {
            if (StaleSince is null)
            {
                Log.LogWarning("An open page can't be refreshed and keeps what it shows: {Reason}", error.GetBaseException().Message);
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
        if (!IsLeft)
        {
            await _left.CancelAsync();
            if (_subscription is not null)
            {
                await _subscription.DisposeAsync();
            }
        }
        GC.SuppressFinalize(this);
    }
}
