using System.Diagnostics;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Tests.Storage.Postgres;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>The real program with its own database: started, stopped and killed as people and machines do it.</summary>
public sealed class ProgramTests : IAsyncDisposable
{
    private const string NobodyYet = "create the first administrator";
    private const string SomebodyExists = "open it in a browser and sign in";

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private static readonly (string, string)[] Administrator =
    [
        ("INCIDENTDESK_ADMIN_EMAIL", "ana@example.com"), ("INCIDENTDESK_ADMIN_PASSWORD", "correct horse battery staple"),
    ];

    private readonly PostgresFolder _folder = new();
    private readonly int _port = DeskProcess.FreePort();

    private string[] Arguments => ["--urls", $"http://127.0.0.1:{_port}", "--data", _folder.Data];

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task It_says_where_it_is_lets_no_second_one_in_brings_its_database_back_and_ends_with_it_on_Ctrl_C()
    {
        await using var desk = new DeskProcess(Arguments);
        await desk.StartedAsync();
        desk.Said.ShouldContain($"Address    http://127.0.0.1:{_port}");
        desk.Said.ShouldContain(NobodyYet);
        desk.Said.ShouldContain("Email      no mail server configured: no one is notified by email");

        await using var onTheFolder = new DeskProcess(["--urls", "http://127.0.0.1:1", "--data", _folder.Data]);
        (await onTheFolder.ExitAsync()).ShouldBe(1);
        onTheFolder.Said.Trim().ShouldBe(
            $"IncidentDesk can't start: Another IncidentDesk is running on the data folder {_folder.Data}; stop that one first, or use another folder with --data.");

        await using var other = new PostgresFolder();
        await using var onTheAddress = new DeskProcess(["--urls", $"http://127.0.0.1:{_port}", "--data", other.Data]);
        (await onTheAddress.ExitAsync()).ShouldBe(1);
        onTheAddress.Said.ShouldContain("IncidentDesk can't start: the address is already in use; select another one with --urls");
        onTheAddress.Said.ShouldNotContain("   at ");
        other.Postmaster().ShouldBeNull();

        using (var postmaster = _folder.Postmaster())
        {
            postmaster!.Kill();
        }
        await desk.HearAsync("has died; restarting it");
        using var http = new HttpClient();
        await Wait.UntilAsync(async () => (await http.GetAsync($"http://127.0.0.1:{_port}/healthz/ready")).IsSuccessStatusCode, TimeSpan.FromSeconds(30), () => $"ready again; it said:\n{desk.Said}");

        await EndsCleanlyAsync(desk, "INT");
    }

    [Fact]
    public async Task A_signal_half_way_through_a_start_ends_it_and_its_database()
    {
        await using var desk = new DeskProcess(Arguments);
        await desk.HearAsync("The database responds");

        await EndsCleanlyAsync(desk, "TERM");
    }

    [Fact]
    public async Task A_closed_terminal_stops_it_and_its_database()
    {
        var files = Directory.CreateTempSubdirectory("closed-terminal-");
        var (said, ended) = (Path.Combine(files.FullName, "said"), Path.Combine(files.FullName, "ended"));
        // The shell passes the signal on, as at a prompt, and outlives the terminal to tell how the program ended.
        using var terminal = Process.Start(new ProcessStartInfo("script",
            ["-qfc", $"trap 'kill -HUP $desk' HUP; {DeskProcess.Program} {string.Join(' ', Arguments)} & desk=$!; wait $desk; wait $desk; echo $? > {ended}", said])
        {
            RedirectStandardOutput = true,
        })!;
        await Wait.UntilAsync(() => File.Exists(said) && File.ReadAllText(said).Contains("Ctrl+C", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "a start");

        terminal.Kill();

        await Wait.UntilAsync(() => File.Exists(ended) && File.ReadAllText(ended).Trim() == "0", TimeSpan.FromSeconds(30), "the exit code 0");
        using var postmaster = _folder.Postmaster();
        postmaster.ShouldBeNull();
        files.Delete(recursive: true);
    }

    [Fact]
    public async Task A_full_disk_where_it_speaks_to_neither_keeps_it_from_starting_nor_breaks_off_its_stop()
    {
        using var desk = Process.Start("sh", ["-c", $"exec {DeskProcess.Program} {string.Join(' ', Arguments)} >/dev/full 2>/dev/full"]);
        using var http = new HttpClient();
        await Wait.UntilAsync(async () => desk.HasExited || await AnswersAsync(), TimeSpan.FromSeconds(60), "a start");

        Process.Start("kill", ["-TERM", desk.Id.ToString()]).WaitForExit();

        await Wait.UntilAsync(() => desk.HasExited, TimeSpan.FromSeconds(30), "the end");
        desk.ExitCode.ShouldBe(0);
        using var postmaster = _folder.Postmaster();
        postmaster.ShouldBeNull();

        async Task<bool> AnswersAsync()
        {
            try
            {
                return (await http.GetAsync($"http://127.0.0.1:{_port}/healthz/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Stopped_by_SIGTERM_and_killed_alone_and_with_its_postmaster_the_next_start_keeps_the_data()
    {
        await using (var first = new DeskProcess(Arguments, Administrator))
        {
            await first.StartedAsync();
            using var http = new HttpClient();
            (await http.GetStringAsync($"http://127.0.0.1:{_port}/healthz/ready")).ShouldBe("ready");
            await EndsCleanlyAsync(first, "TERM");
        }

        int before;
        await using (var killed = new DeskProcess(Arguments))
        {
            await KeepsTheDataAsync(killed);
            await killed.SignalAsync("KILL");
            using var livesOn = _folder.Postmaster();
            before = livesOn!.Id;
        }

        await using (var adopting = new DeskProcess(Arguments))
        {
            await KeepsTheDataAsync(adopting);
            using var postmaster = _folder.Postmaster();
            postmaster!.Id.ShouldBe(before);
            await adopting.SignalAsync("KILL");
            postmaster.Kill();
        }

        await using var last = new DeskProcess(Arguments);
        await KeepsTheDataAsync(last);
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_end_it_at_once_with_all_of_them_and_exit_code_2()
    {
        await using var desk = new DeskProcess(["--urls", "here", "--frobnicate", "--data", _folder.Data], ("IncidentDesk__Email__Port", "many"));

        (await desk.ExitAsync()).ShouldBe(2);

        desk.Said.Trim().ShouldBe("""
            IncidentDesk can't start: 3 settings can't be used:
              - --frobnicate is not an option; --help shows them.
              - --urls: "here" is not an address to listen on, like http://localhost:8080.
              - IncidentDesk__Email__Port is "many"; it must be a whole number from 1 to 65535.
            """);
        Directory.Exists(_folder.Data).ShouldBeFalse();
    }

    private static async Task KeepsTheDataAsync(DeskProcess desk)
    {
        await desk.StartedAsync();
        desk.Said.ShouldContain(SomebodyExists);
    }

    private async Task EndsCleanlyAsync(DeskProcess desk, string signal)
    {
        var (exitCode, took) = await desk.SignalAsync(signal);

        exitCode.ShouldBe(0);
        took.ShouldBeLessThan(StopLimit);
        using var postmaster = _folder.Postmaster();
        postmaster.ShouldBeNull();
        desk.Said.ShouldContain("IncidentDesk is stopping...");
        desk.Said.ShouldNotContain("   at ");
    }
}
