using System.Diagnostics;
using System.Text;
using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Runbooks;

/// <summary>A desk with an incident, and a folder of programs that its runbooks may start.</summary>
internal sealed class RunDesk : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private const string Environment = "/usr/bin/env";
    private const string Print = "/usr/bin/printf";
    private int _names;

    private RunDesk(TestDesk desk, ServiceView service, Incident incident, Caller ana, string folder) =>
        (Desk, Service, Incident, Ana, Folder) = (desk, service, incident, ana, folder);

    public TestDesk Desk { get; }

    public ServiceView Service { get; }

    public Incident Incident { get; }

    public Caller Ana { get; }

    /// <summary>The folder of playbooks, and of what programs of the test leave behind.</summary>
    public string Folder { get; }

    public string Script => Path.Combine(Folder, "program");

    /// <param name="script">What the one allowed program of the test does, for <c>/bin/sh</c>; <c>$FOLDER</c> is <see cref="Folder"/>.</param>
    /// <param name="outputLimit">Bytes kept of a step's output.</param>
    public static async Task<RunDesk> StartAsync(string script = "true", int outputLimit = RunbookSettings.DefaultOutputLimit)
    {
        var folder = Directory.CreateTempSubdirectory("runbook-tests-").FullName;
        var program = Path.Combine(folder, "program");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nFOLDER={folder}\n{script}\n");
        Process.Start("chmod", ["700", program]).WaitForExit();
        var desk = await TestDesk.StartAsync(new TestDeskOptions(Runbooks: new RunbookSettings([program, Environment, Print], folder, outputLimit)));
        var ana = await desk.PersonAsync("Ana", Role.Administrator);
        var service = await desk.ServiceAsync(await desk.PolicyAsync(ana));
        var incident = (await desk.Get<IncidentActions>().OpenAsync(service.Id, "Checkout is down", Severity.Sev1, TestDesk.Tester)).Value;
        return new RunDesk(desk, service, incident, new Caller(ana.Id, ana.Name, "web"), folder);
    }

    public RunbookStep Program(params string[] arguments) => new(StepKind.Command, Command: [Script, .. arguments]);

    public static RunbookStep ShowEnvironment => new(StepKind.Command, Command: [Environment]);

    public static RunbookStep Printing(params string[] arguments) => new(StepKind.Command, Command: [Print, .. arguments]);

    public async Task<RunbookView> RunbookAsync(params RunbookStep[] steps)
    {
        var made = await Desk.Get<RunbookActions>().CreateAsync(new RunbookDraft($"Repair {++_names}", Service.Id, steps), Ana);
        return made.Succeeded ? made.Value : throw new InvalidOperationException(made.Refusal!.Message);
    }

    /// <summary>Starts a run of these steps; nothing is done yet.</summary>
    public async Task<Run> StartRunAsync(bool dryRun, params RunbookStep[] steps) =>
        (await Desk.Get<RunActions>().StartAsync(Incident.Id, (await RunbookAsync(steps)).Id, dryRun, Ana)).Value;

    /// <summary>Runs these steps to the end, or until the run waits.</summary>
    public async Task<RunView> DoAsync(params RunbookStep[] steps)
    {
        var run = await StartRunAsync(dryRun: false, steps);
        await Desk.RunAsync();
        return await RunAsync(run.Id);
    }

    public async Task<RunView> RunAsync(Guid id) => (await Desk.Get<RunQueries>().GetAsync(id)).ShouldNotBeNull();

    public async Task<string> LogAsync(Guid id) => Encoding.UTF8.GetString(await Desk.Get<RunQueries>().OutputAsync(id, 0, 10_000_000));

    public Task LogHasAsync(Guid id, string text) =>
        Wait.UntilAsync(async () => (await LogAsync(id)).Contains(text, StringComparison.Ordinal), Deadline, $"\"{text}\" in the log");

    public async Task<RunView> EndedAsync(Guid id)
    {
        await Wait.UntilAsync(async () => (await RunAsync(id)).IsOver, Deadline, "the end of the run");
        return await RunAsync(id);
    }

    /// <summary>The timeline's sentences about runs.</summary>
    public async Task<List<string>> TimelineAsync() =>
        [.. (await Desk.AllAsync<TimelineEntry>()).Where(e => e.Kind.StartsWith("run-", StringComparison.Ordinal)).OrderBy(e => e.Seq).Select(e => e.Text)];

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
