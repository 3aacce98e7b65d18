using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Tests.Components;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentDesk.Web.Tests.Live;

public sealed class TypedReadsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _read = [];

    [Fact]
    public async Task Fast_typing_is_one_read_of_the_newest_words()
    {
        var reads = new TypedReads(_time, NullLogger.Instance, words =>
        {
            _read.Add(words);
            return Task.CompletedTask;
        });
        var typed = new[] { "d", "di", "dis", "disk" }.Select(reads.TypeAsync).ToList();
        _read.ShouldBeEmpty();
        await RestAsync(typed[^1]);
        await Task.WhenAll(typed);
        _read.ShouldBe(["disk"]);
    }

    [Fact]
    public async Task A_read_that_runs_is_let_end_and_then_the_newest_words_are_read()
    {
        var (begun, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        var reads = new TypedReads(_time, NullLogger.Instance, async words =>
        {
            _read.Add("begins " + words);
            begun.TrySetResult();
            await free.Task;
            _read.Add("ends " + words);
        });
        var first = reads.TypeAsync("a");
        await RestAsync(begun.Task);
        var last = reads.TypeAsync("ab");
        last = reads.TypeAsync("abc");
        _read.ShouldBe(["begins a"]);
        free.SetResult();
        await RestAsync(last);
        await first;
        _read.ShouldBe(["begins a", "ends a", "begins abc", "ends abc"]);
    }

    [Fact]
    public async Task A_read_that_fails_says_so_until_one_succeeds()
    {
        var broken = true;
        var reads = new TypedReads(_time, NullLogger.Instance, _ => broken ? throw new TimeoutException() : Task.CompletedTask);
        await RestAsync(reads.TypeAsync("disk"));
        reads.Failed.ShouldBeTrue();
        broken = false;
        await RestAsync(reads.AgainAsync());
        (reads.Failed, reads.Words).ShouldBe((false, "disk"));
    }

    /// <summary>Lets the rest pass as often as it takes until this has ended.</summary>
    private async Task RestAsync(Task until)
    {
        await Wait.UntilAsync(() =>
        {
            _time.Advance(TypedReads.Rest);
            return until.IsCompleted;
        }, TimeSpan.FromSeconds(30), "the read ends");
        await until;
    }
}
