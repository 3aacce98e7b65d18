using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Journeys.Kills;

/// <summary>Everything that the desk has confirmed, by an answer of 2xx or on a page, and the look that finds all of it, once each.</summary>
internal sealed class Ledger
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> _notes = new();
    private readonly ConcurrentQueue<(long Number, string Title)> _incidents = new();
    private readonly ConcurrentQueue<long> _acknowledged = new();
    private readonly ConcurrentDictionary<string, string> _sections = new();
    private readonly ConcurrentDictionary<string, string> _runs = new();
    private int _count;

    /// <summary>How many things have been confirmed.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Note(string text) => Keep(() => _notes.Enqueue(text));

    public void Incident(long number, string title) => Keep(() => _incidents.Enqueue((number, title)));

    public void Acknowledged(long number) => Keep(() => _acknowledged.Enqueue(number));

    /// <summary>The whole text of a section as it was saved last.</summary>
    public void Section(string id, string text) => Keep(() => _sections[id] = text);

    /// <summary>A run that was begun, with all that it was seen to write.</summary>
    public void Run(string id, string log) => Keep(() => _runs[id] = log);

    public async Task HoldsAsync(Outage desk, long room, string postmortem, Func<Task<IReadOnlyList<string>>> begun)
    {
        var notes = (await TimelineAsync(desk, room)).Where(e => (string)e["kind"]! == "note").Select(e => (string)e["text"]!);
        notes.Order().ShouldBe(_notes.Order(), "each confirmed note is in the timeline, once");

        var written = await desk.GetAsync($"postmortems/{postmortem}");
        foreach (var section in written["sections"]!.AsArray().Where(s => _sections.ContainsKey((string)s!["id"]!)))
        {
            ((string)section!["text"]!).ShouldBe(_sections[(string)section["id"]!], "a section holds what was saved last");
        }

        foreach (var (number, title) in _incidents)
        {
            ((string)(await desk.GetAsync($"incidents/{number}"))["title"]!).ShouldBe(title);
        }
        (await desk.SqlAsync("SELECT count(*) FROM incidents")).ShouldBe(_incidents.Count + 2L, "no incident was opened twice");
        foreach (var number in _acknowledged)
        {
            ((string)(await desk.GetAsync($"incidents/{number}"))["status"]!).ShouldBe("acknowledged");
            (await TimelineAsync(desk, number)).Count(e => (string)e["kind"]! == "acknowledged").ShouldBe(1, $"INC-{number} was acknowledged once");
        }
        await RunsAsync(desk, begun);
    }

    /// <summary>Each run was begun once and has ended; what it was seen to write is in its log. Some were cut short, else no kill met one.</summary>
    private async Task RunsAsync(Outage desk, Func<Task<IReadOnlyList<string>>> begun)
    {
        (await desk.SqlAsync("SELECT count(*) FROM runs")).ShouldBe((long)_runs.Count, "no run was started twice");
        await Wait.UntilAsync(async () => (long)(await desk.SqlAsync("SELECT count(*) FROM runs WHERE ended_at IS NULL"))! == 0, Deadline, "every run to end");
        var ends = new List<string>();
        foreach (var (id, log) in _runs)
        {
            ends.Add((string)(await desk.GetAsync($"runs/{id}"))["status"]!);
            (await desk.Http.GetStringAsync($"runs/{id}/log")).ShouldStartWith(log);
        }
        ends.Distinct().Order().ShouldBe(["interrupted", "succeeded"]);
        var steps = await begun();
        steps.Distinct().Count().ShouldBe(steps.Count, "no step was begun twice");
        (await desk.SqlAsync("SELECT count(*) FROM jobs WHERE lane = 'runbooks'")).ShouldBe(0L);
    }

    private static async Task<List<JsonNode>> TimelineAsync(Outage desk, long number)
    {
        var entries = new List<JsonNode>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await desk.GetAsync($"incidents/{number}/timeline?limit=500{cursor}");
            entries.AddRange(page["items"]!.AsArray().Select(e => e!));
            cursor = (string?)page["nextCursor"] is { } next ? "&cursor=" + Uri.EscapeDataString(next) : null;
        }
        return entries;
    }

    private void Keep(Action entry)
    {
        entry();
        Interlocked.Increment(ref _count);
    }
}
