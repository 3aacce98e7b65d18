using IncidentDesk.Storage;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Tests.Components;

namespace IncidentDesk.Web.Tests.Live;

public sealed class RereadTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly Wakeups _wakeups = new();
    private readonly HandTime _time = new();
    private int _reads;

    [Fact]
    public async Task Every_open_page_is_woken_by_its_topic_and_not_by_others()
    {
        var other = 0;
        await using var one = Open("incidents");
        await using var two = new Reread(_wakeups, _time, () => ["incidents"], _ => Task.FromResult(++other));
        await using var elsewhere = new Reread(_wakeups, _time, () => ["bell:ana"], _ => throw new InvalidOperationException("Not its topic."));

        _wakeups.Raise("incidents");

        await ReadsAsync(1);
        await Wait.UntilAsync(() => Task.FromResult(other == 1), Deadline, "the other page to read");
    }

    [Fact]
    public async Task A_burst_of_changes_is_one_read_and_the_next_waits_a_quarter_of_a_second()
    {
        await using var page = Open("incidents");
        _wakeups.Raise("incidents");
        await ReadsAsync(1);
        for (var i = 0; i < 20; i++)
        {
            _wakeups.Raise("incidents");
        }
        _reads.ShouldBe(1);

        await PassUntilAsync(Reread.Rest, 2);
        _reads.ShouldBe(2);
    }

    [Fact]
    public async Task A_lost_wake_up_costs_five_seconds()
    {
        await using var page = Open("incidents");
        await PassUntilAsync(Reread.Poll, 1);
    }

    [Fact]
    public async Task A_closed_page_reads_no_more()
    {
        var page = Open("incidents");
        await page.DisposeAsync();
        _wakeups.Raise("incidents");
        _time.Pass(Reread.Poll + Reread.Poll);
        _reads.ShouldBe(0);
    }

    private Reread Open(string topic) => new(_wakeups, _time, () => [topic], _ =>
    {
        Interlocked.Increment(ref _reads);
        return Task.CompletedTask;
    });

    private Task ReadsAsync(int count) => Wait.UntilAsync(() => Task.FromResult(Volatile.Read(ref _reads) >= count), Deadline, $"{count} reads");

    /// <summary>The loop sets its timer on a thread of its own: time passes once it waits.</summary>
    private Task PassUntilAsync(TimeSpan time, int count) => Wait.UntilAsync(() =>
    {
        _time.Pass(time);
        return Task.FromResult(Volatile.Read(ref _reads) >= count);
    }, Deadline, $"{count} reads");
}
