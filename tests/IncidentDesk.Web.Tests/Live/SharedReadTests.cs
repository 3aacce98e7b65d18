using System.Collections.Concurrent;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Tests.Live;

public sealed class SharedReadTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly BlockingCollection<TaskCompletionSource<string>> _begun = [];
    private readonly SharedRead<int, string> _shared;

    public SharedReadTests() => _shared = new(_ =>
    {
        var read = new TaskCompletionSource<string>();
        _begun.Add(read);
        return read.Task;
    });

    [Fact]
    public async Task Two_hundred_who_ask_at_once_cost_two_reads_and_each_gets_one_that_began_after_they_asked()
    {
        var first = _shared.GetAsync(42, CancellationToken.None);
        var running = Next();
        var others = Enumerable.Range(0, 199).Select(_ => _shared.GetAsync(42, CancellationToken.None)).ToList();

        running.SetResult("before");
        (await first.WaitAsync(Deadline)).ShouldBe("before");
        others.ShouldAllBe(o => !o.IsCompleted);
        Next().SetResult("after");
        (await Task.WhenAll(others).WaitAsync(Deadline)).ShouldAllBe(read => read == "after");

        var late = _shared.GetAsync(42, CancellationToken.None);
        Next().SetResult("later");
        (await late.WaitAsync(Deadline)).ShouldBe("later");
        _begun.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_read_that_fails_fails_those_who_share_it_and_not_the_next_nor_another_key()
    {
        var failing = _shared.GetAsync(42, CancellationToken.None);
        var running = Next();
        var next = _shared.GetAsync(42, CancellationToken.None);
        var other = _shared.GetAsync(43, CancellationToken.None);
        Next().SetResult("43");
        (await other.WaitAsync(Deadline)).ShouldBe("43");

        running.SetException(new TimeoutException("The database is away."));
        await Should.ThrowAsync<TimeoutException>(() => failing.WaitAsync(Deadline));
        Next().SetResult("42");
        (await next.WaitAsync(Deadline)).ShouldBe("42");
    }

    private TaskCompletionSource<string> Next() => _begun.TryTake(out var read, Deadline) ? read : throw new TimeoutException("No read began.");
}
