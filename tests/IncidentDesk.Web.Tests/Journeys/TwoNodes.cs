using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Hosting;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>The database, two nodes as real processes, nginx before them; the desk is set up through the second node.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private readonly SmtpSink _smtp = new();
    private readonly DeskProcess[] _nodes = new DeskProcess[2];
    private readonly string[] _settings;
    private string _database = "";

    private TwoNodes(string folder, string[] settings) => (Folder, _settings) = (folder, settings);

    public int[] Ports { get; } = [DeskProcess.FreePort(), DeskProcess.FreePort()];

    /// <summary>A folder that goes away with the desk. Each node keeps what is temporary in a folder of its own below it.</summary>
    public string Folder { get; }

    public Nginx Nginx { get; private set; } = null!;

    public Outage Desk { get; private set; } = null!;

    public string Chen { get; private set; } = "";

    public static Task<TwoNodes> StartAsync() => StartAsync(_ => []);

    /// <param name="settings">Further settings, which may lie in the folder.</param>
    public static async Task<TwoNodes> StartAsync(Func<string, string[]> settings)
    {
        var folder = Directory.CreateTempSubdirectory("two-nodes-").FullName;
        var site = new TwoNodes(folder, settings(folder)) { _database = await TestPostgres.NewDatabaseAsync() };
        await site.StartAsync(0);
        await site.StartAsync(1);
        site.Nginx = await Nginx.StartAsync(site.Ports);
        site.Desk = await Outage.AtAsync(new Uri($"http://127.0.0.1:{site.Ports[1]}"), site._database, site._smtp);
        site.Chen = await site.Desk.AddPersonAsync("Chen", "responder");
        return site;
    }

    /// <summary>The folder for what is temporary on this node: the steps that it runs have theirs below it.</summary>
    public string TemporaryOf(int node) => Path.Combine(Folder, $"node-{node}");

    public Task KillAsync(int node) => _nodes[node].SignalAsync("KILL");

    /// <summary>The node stands still until it thaws.</summary>
    public void Freeze(int node) => _nodes[node].Send("STOP");

    public void Thaw(int node) => _nodes[node].Send("CONT");

    /// <summary>Starts a node, at first or after its death, and waits until it is ready.</summary>
    public async Task StartAsync(int node)
    {
        if (_nodes[node] is { } dead)
        {
            await dead.DisposeAsync();
        }
        Directory.CreateDirectory(TemporaryOf(node));
        _nodes[node] = new DeskProcess([$"--urls=http://127.0.0.1:{Ports[node]}", .. Outage.Settings(_database, _smtp).Concat(_settings).Select(s => "--" + s)],
            ("INCIDENTDESK_ADMIN_EMAIL", SignedIn.Root), ("INCIDENTDESK_ADMIN_PASSWORD", SignedIn.Password), ("INCIDENTDESK_ADMIN_TOKEN", Outage.AdministratorToken),
            ("TMPDIR", TemporaryOf(node)));
        await _nodes[node].StartedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Nginx.DisposeAsync();
        await Desk.DisposeAsync();
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
        await _smtp.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
