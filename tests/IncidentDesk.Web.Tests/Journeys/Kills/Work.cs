using System.Diagnostics;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Journeys.Kills;

/// <summary>What people and programs do at a desk whose nodes are killed. Whatever is confirmed goes into the ledger at once.</summary>
internal sealed class Work(TwoNodes site, StubbornClient client, Ledger ledger)
{
    private readonly List<Section> _sections = [];
    private string _runbook = "";
    private string _lastNote = "";
    private int _number;
    private int _begun;

    /// <summary>The incident whose room is open.</summary>
    public long Room { get; private set; }

    public string Postmortem { get; private set; } = "";

    /// <summary>Makes a program that says each line by itself for some seconds, and writes down where it was begun, for which run and step.</summary>
    public static string[] Settings(string folder)
    {
        var program = Path.Combine(folder, "program");
        File.WriteAllText(program,
            $"#!/bin/sh\necho \"$PWD $INCIDENTDESK_RUN_ID $1\" >> {folder}/begun\ni=0\nwhile [ $i -lt 20 ]; do i=$((i+1)); echo \"$1 line $i\"; sleep 0.1; done\n");
        Process.Start("chmod", ["700", program]).WaitForExit();
        return [$"IncidentDesk:Runbooks:Commands:0={program}"];
    }

    public async Task BeginAsync()
    {
        Room = await site.Desk.OpenIncidentAsync("Checkout is slow");
        await SayAsync(0);
        var over = await site.Desk.OpenIncidentAsync("Payments failed");
        await site.Desk.PostAsync($"incidents/{over}/resolve", new { });
        var postmortem = await site.Desk.PostAsync("postmortems", new { incidentNumber = over });
        Postmortem = (string)postmortem["id"]!;
        _sections.AddRange(postmortem["sections"]!.AsArray().Where(s => (string)s!["kind"]! is "summary" or "impact" or "lessons").Select(s => new Section((string)s!["id"]!, (long)s["version"]!)));
        var program = Path.Combine(site.Folder, "program");
        var steps = new[] { "first", "second" }.Select(step => new { kind = "command", command = new[] { program, step } });
        _runbook = (string)(await site.Desk.PostAsync("runbooks", new { name = "Repair", serviceId = site.Desk.ServiceId, steps }))["id"]!;
    }

    /// <summary>What the steps have written down: the node's folder, the run and the step, as they began.</summary>
    public async Task<IReadOnlyList<string>> BegunAsync() =>
        File.Exists(Path.Combine(site.Folder, "begun")) ? await File.ReadAllLinesAsync(Path.Combine(site.Folder, "begun")) : [];

    /// <summary>The node on which a step was begun last, as soon as there is one that was not asked for before.</summary>
    public async Task<int> RunsOnAsync()
    {
        var before = _begun;
        IReadOnlyList<string> begun = [];
        await Wait.UntilAsync(async () => (begun = await BegunAsync()).Count > before, TimeSpan.FromSeconds(60), "a step to begin");
        _begun = begun.Count;
        return begun[^1].StartsWith(site.TemporaryOf(0), StringComparison.Ordinal) ? 0 : 1;
    }

    /// <summary>The page shows what was written last.</summary>
    public Task IsShownAsync(OpenRoom page) => page.ShowsAsync(_lastNote);

    public Func<Task>[] Edits(int node) => [.. _sections.Select<Section, Func<Task>>(section => () => SaveAsync(node, section)), () => SayAsync(node)];

    public Func<Task>[] Live(int node, OpenRoom page) =>
    [
        () => WriteOnAsync(page),
        async () => await page.ShowsAsync(await SayAsync(node)),
        async () => await page.ShowsAsync(await SayAsync(node)),
        () => AcknowledgeAsync(node),
    ];

    /// <summary>Follows a run to its end, unless it is told to stop.</summary>
    public async Task RunAsync(int node, CancellationToken stop)
    {
        var incident = await OpenAsync(node);
        var id = (string)(await client.PostAsync(node, $"incidents/{incident}/runs", new { runbookId = _runbook }))["id"]!;
        var log = "";
        ledger.Run(id, log);
        await Wait.UntilAsync(async () =>
        {
            if (await client.TextAsync(node, $"runs/{id}/log") is var more && more.Length > log.Length)
            {
                more.ShouldStartWith(log);
                ledger.Run(id, log = more);
            }
            return stop.IsCancellationRequested || (await client.GetAsync(node, $"runs/{id}"))["endedAt"] is not null;
        }, TimeSpan.FromSeconds(120), "a run to end");
    }

    private async Task<string> SayAsync(int node)
    {
        var note = $"Note {Next()} through the API.";
        await client.PostAsync(node, $"incidents/{Room}/notes", new { text = note });
        ledger.Note(note);
        return _lastNote = note;
    }

    private async Task WriteOnAsync(OpenRoom page)
    {
        var note = $"Note {Next()} on the page.";
        await page.WriteAsync(note);
        ledger.Note(note);
    }

    private async Task AcknowledgeAsync(int node)
    {
        var incident = await OpenAsync(node);
        await client.PostAsync(node, $"incidents/{incident}/acknowledge", new { });
        ledger.Acknowledged(incident);
    }

    private async Task<long> OpenAsync(int node)
    {
        var title = $"Outage {Next()}";
        var incident = (long)(await client.PostAsync(node, "incidents", new { serviceId = site.Desk.ServiceId, title, severity = "SEV3" }))["number"]!;
        ledger.Incident(incident, title);
        return incident;
    }

    private async Task SaveAsync(int node, Section section)
    {
        var text = $"{section.Text}\nLine {Next()}.".Trim();
        var saved = await client.PutAsync(node, $"postmortems/{Postmortem}/sections/{section.Id}", new { text, version = section.Version });
        ((long)saved["version"]!).ShouldBe(section.Version + 1, "a save counts once, also when it had to be sent twice");
        (section.Text, section.Version) = (text, section.Version + 1);
        ledger.Section(section.Id, text);
    }

    private int Next() => Interlocked.Increment(ref _number);

    private sealed class Section(string id, long version)
    {
        public string Id { get; } = id;

        public long Version { get; set; } = version;

        public string Text { get; set; } = "";
    }
}
