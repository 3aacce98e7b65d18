using IncidentDesk.Storage;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Tests.Components;
using Microsoft.Extensions.Time.Testing;

namespace IncidentDesk.Web.Tests.Live;

public sealed class SubscriptionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly Topic Room = new("incident", new Guid("0190a0a0-0000-7000-8000-00000000002a"));
    private readonly Wakeups _wakeups = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Feed _feed;
    private IReadOnlyList<Change> _last = [];
    private int _told;

    public SubscriptionTests() => _feed = Feeds.Of(_wakeups, _time);

    [Fact]
    public async Task Everybody_who_looks_at_a_topic_is_told_and_nobody_else()
    {
        var other = 0;
        await using var one = Open(Room);
        await using var two = new Subscription(_feed, _time, (_, _) => Task.FromResult(++other));
        two.Watch([Room, "incidents"]);
        await using var elsewhere = new Subscription(_feed, _time, (_, _) => throw new InvalidOperationException("Not its topic."));
        elsewhere.Watch([new Topic("incident", Guid.NewGuid())]);

        _wakeups.Raise(new Change(Room, 17));

        await ToldAsync(1);
        _last.ShouldBe([new Change(Room, 17)]);
        await Wait.UntilAsync(() => Task.FromResult(other == 1), Deadline, "the other one to be told");
    }

    [Fact]
    public async Task A_burst_of_changes_is_one_telling_and_the_next_waits_a_quarter_of_a_second()
    {
        await using var page = Open(Room);
        _wakeups.Raise(new Change(Room, 1));
        await ToldAsync(1);
        for (var seq = 2; seq <= 20; seq++)
        {
            _wakeups.Raise(new Change(Room, seq));
        }
        _told.ShouldBe(1);

        await PassUntilAsync(Subscription.Rest, 2);
        _told.ShouldBe(2);
        _last.ShouldBe([new Change(Room, 20)]);
    }

    [Fact]
    public async Task Who_asks_for_a_longest_time_is_told_after_it_without_any_change()
    {
        await using var page = Open(Room, TimeSpan.FromSeconds(30));
        await PassUntilAsync(TimeSpan.FromSeconds(30), 1);
        _last.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_line_between_the_nodes_returns_everybody_is_told()
    {
        await using var page = Open(Room);
        _wakeups.RaiseMissed();
        await ToldAsync(1);
    }

    [Fact]
    public async Task What_is_closed_or_no_longer_looked_at_is_told_nothing_and_leaves_nothing_behind()
    {
        var page = Open(Room);
        page.Watch(["incidents"]);
        _feed.Watched.ShouldBe(1);
        _wakeups.Raise(new Change(Room));
        await page.DisposeAsync();
        _wakeups.Raise(new Change("incidents"));
        _time.Advance(TimeSpan.FromMinutes(1));
        _told.ShouldBe(0);
        _feed.Watched.ShouldBe(0);
    }

    private Subscription Open(Topic topic, TimeSpan? longest = null)
    {
        var page = new Subscription(_feed, _time, (changes, _) =>
        {
            _last = changes;
            Interlocked.Increment(ref _told);
            return Task.CompletedTask;
        }, longest is { } time ? () => time : null);
        page.Watch([topic]);
        return page;
    }

    private Task ToldAsync(int count) => Wait.UntilAsync(() => Task.FromResult(Volatile.Read(ref _told) >= count), Deadline, $"{count} tellings");

    /// <summary>The loop sets its timer on a thread of its own: time passes once it waits.</summary>
    private Task PassUntilAsync(TimeSpan time, int count) => Wait.UntilAsync(() =>
    {
        _time.Advance(time);
        return Task.FromResult(Volatile.Read(ref _told) >= count);
    }, Deadline, $"{count} tellings");
}
