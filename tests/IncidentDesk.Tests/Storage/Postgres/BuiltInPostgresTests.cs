using System.Diagnostics;
using System.Runtime.Versioning;
using IncidentDesk.Storage.Postgres;
using IncidentDesk.Tests.Fakes;
using Npgsql;

namespace IncidentDesk.Tests.Storage.Postgres;

/// <summary>Real servers, really killed. Runs as whoever runs the tests, and those of user "any" once more as an ordinary user (<see cref="OrdinaryUserTests"/>).</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BuiltInPostgresTests : IAsyncDisposable
{
    private readonly PostgresFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    [Trait("user", "any")]
    public async Task A_second_start_keeps_the_data_the_port_and_the_password()
    {
        var first = await _folder.StartAsync();
        await PostgresFolder.RunAsync(first, "CREATE TABLE kept AS SELECT 42 AS number");
        await first.StopAsync();

        var second = await _folder.StartAsync();

        (await PostgresFolder.RunAsync(second, "SELECT number FROM kept")).ShouldBe(42);
        second.ConnectionString.ShouldBe(first.ConnectionString);
    }

    [Fact]
    [Trait("user", "any")]
    public async Task A_stop_is_clean_and_leaves_nothing_running()
    {
        var server = await _folder.StartAsync();
        await using var busy = new NpgsqlConnection(server.ConnectionString);
        await busy.OpenAsync(TestContext.Current.CancellationToken);

        var took = Stopwatch.StartNew();
        await server.StopAsync();

        took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        File.Exists(Path.Combine(server.Folder, "postmaster.pid")).ShouldBeFalse();
        // The server's log has a process of its own, which writes on for a moment.
        await Wait.UntilAsync(() => Directory.GetFiles(Path.Combine(server.Folder, "log")).Any(log => File.ReadAllText(log).Contains("database system is shut down", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(5), "the server's last words in its log");
    }

    [Fact]
    public async Task A_second_program_on_the_folder_is_refused_with_a_sentence()
    {
        await _folder.StartAsync();

        var refused = await Should.ThrowAsync<DatabaseStartException>(_folder.StartAsync);

        refused.Message.ShouldBe(
            $"Another IncidentDesk is running on the data folder {_folder.Data}; stop that one first, or use another folder with --data.");
    }

    [Fact]
    [Trait("user", "any")]
    public async Task After_the_program_is_killed_the_next_start_adopts_its_server()
    {
        var killed = await _folder.StartAndDieAsync();
        await PostgresFolder.RunAsync(killed, "CREATE TABLE kept AS SELECT 42 AS number");
        using var before = await PostgresFolder.PostmasterAsync(killed);

        var adopted = await _folder.StartAsync();

        using var after = await PostgresFolder.PostmasterAsync(adopted);
        after!.Id.ShouldBe(before!.Id);
        (await PostgresFolder.RunAsync(adopted, "SELECT number FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task After_program_and_postmaster_are_killed_the_next_start_recovers_what_was_committed()
    {
        var killed = await _folder.StartAndDieAsync();
        await PostgresFolder.RunAsync(killed, "CREATE TABLE kept AS SELECT 42 AS number");
        using var postmaster = await PostgresFolder.PostmasterAsync(killed);
        postmaster!.Kill();

        var recovered = await _folder.StartAsync();

        (await PostgresFolder.RunAsync(recovered, "SELECT number FROM kept")).ShouldBe(42);
        recovered.ConnectionString.ShouldBe(killed.ConnectionString);
    }

    [Fact]
    [Trait("user", "any")]
    public async Task A_backend_that_is_still_busy_after_its_postmaster_was_killed_does_not_stop_the_next_start()
    {
        var killed = await _folder.StartAndDieAsync();
        await using var source = NpgsqlDataSource.Create(killed.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        // A loop that never looks up: such a backend does not notice that its postmaster is gone, and holds the shared memory.
        await using var endless = new NpgsqlCommand("SELECT count(*) FROM generate_series(1, 100000000000)", connection) { CommandTimeout = 0 };
        var busy = endless.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        using var backend = Process.GetProcessById(connection.ProcessID);
        using var postmaster = await PostgresFolder.PostmasterAsync(killed);
        postmaster!.Kill();

        var recovered = await _folder.StartAsync();

        (await PostgresFolder.RunAsync(recovered, "SELECT 1")).ShouldBe(1);
        backend.WaitForExit(TimeSpan.FromSeconds(5)).ShouldBeTrue();
        await Should.ThrowAsync<NpgsqlException>(busy);
    }

    [Fact]
    public async Task A_pid_file_that_names_another_living_process_is_seen_as_stale()
    {
        var server = await _folder.StartAsync();
        await server.StopAsync();
        await File.WriteAllTextAsync(
            Path.Combine(server.Folder, "postmaster.pid"), $"{Environment.ProcessId}\n{server.Folder}\n1\n5432\n\n127.0.0.1\n", TestContext.Current.CancellationToken);

        var again = await _folder.StartAsync();

        (await PostgresFolder.RunAsync(again, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_port_that_somebody_else_took_meanwhile_is_exchanged()
    {
        var first = await _folder.StartAsync();
        await first.StopAsync();
        using var thief = new System.Net.Sockets.TcpListener(
            System.Net.IPAddress.Loopback, new NpgsqlConnectionStringBuilder(first.ConnectionString).Port);
        thief.Start();

        var second = await _folder.StartAsync();

        (await PostgresFolder.RunAsync(second, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task An_interrupted_first_start_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Data, "postgres"));
        var server = await _folder.StartAsync();
        await server.StopAsync();
        Directory.Move(server.Folder, server.Folder + ".new");

        var again = await _folder.StartAsync();

        (await PostgresFolder.RunAsync(again, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task The_server_listens_on_loopback_only_keeps_commits_and_hides_its_password()
    {
        var server = await _folder.StartAsync();

        (await PostgresFolder.RunAsync(server, "SHOW listen_addresses")).ShouldBe("127.0.0.1");
        (await PostgresFolder.RunAsync(server, "SHOW unix_socket_directories")).ShouldBe("");
        (await PostgresFolder.RunAsync(server, "SHOW fsync")).ShouldBe("on");
        (await PostgresFolder.RunAsync(server, "SHOW synchronous_commit")).ShouldBe("on");
        File.GetUnixFileMode(server.Folder + ".password").ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync(TestContext.Current.CancellationToken))).SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_installed_is_left_alone_and_the_sentence_says_what_to_install()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Data, "postgres", "99"));

        var refused = await Should.ThrowAsync<DatabaseStartException>(_folder.StartAsync);

        refused.Message.ShouldStartWith("The data folder was written by PostgreSQL 99, whose server programs are not installed");
    }

    [Fact]
    public async Task Without_server_programs_the_sentence_says_what_to_install()
    {
        var refused = await Should.ThrowAsync<DatabaseStartException>(
            () => PostgresBinaries.FindAsync([], [Path.GetTempPath()], TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("apt install postgresql;");
    }
}
