using System.Diagnostics;
using System.Runtime.Versioning;
using IncidentDesk.Storage.Postgres;

namespace IncidentDesk.Tests.Storage.Postgres;

/// <summary>What differs by user. Both need root to become somebody else; an ordinary user's run proves the ordinary half by itself.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OrdinaryUserTests : IDisposable
{
    private readonly string _place = Path.Combine(Path.GetTempPath(), $"incidentdesk-user-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_place))
        {
            Directory.Delete(_place, recursive: true);
        }
    }

    [Fact]
    public async Task An_ordinary_user_has_all_of_it_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "The whole run is an ordinary user's.");
        var program = Path.Combine(_place, "program");
        var temp = Path.Combine(_place, "tmp");
        Copy(AppContext.BaseDirectory, program);
        Directory.CreateDirectory(temp);
        File.SetUnixFileMode(temp, (UnixFileMode)0b111_111_111);

        var start = new ProcessStartInfo("setpriv")
        {
            ArgumentList =
            {
                "--reuid=nobody", "--clear-groups", Path.Combine(program, "IncidentDesk.Tests"),
                "-class", typeof(BuiltInPostgresTests).FullName!, "-trait", "user=any", "-noColor",
            },
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = temp, ["TMPDIR"] = temp },
        };
        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, output);
        output.ShouldContain("Total: 4, Errors: 0, Failed: 0, Skipped: 0");
    }

    [Fact]
    public async Task Where_roots_unprivileged_user_cannot_reach_the_folder_the_database_is_kept_elsewhere_and_stays_there()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root drops to another user.");
        Directory.CreateDirectory(_place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var folder = new PostgresFolder(_place, Path.Combine(Path.GetTempPath(), Path.GetFileName(_place) + "-system"));

        var first = await folder.StartAsync();
        await PostgresFolder.RunAsync(first, "CREATE TABLE kept AS SELECT 42 AS number");
        await first.StopAsync();
        var second = await folder.StartAsync();

        first.Folder.ShouldStartWith(folder.SystemFolder);
        (await PostgresFolder.RunAsync(second, "SELECT number FROM kept")).ShouldBe(42);
        folder.Told.ShouldContain(line => line.Contains("is kept in") && line.Contains(folder.SystemFolder));
        await Should.ThrowAsync<DatabaseStartException>(folder.StartAsync);
    }

    [Fact]
    public async Task A_database_that_its_user_cannot_reach_any_more_is_not_replaced_by_an_empty_one()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root drops to another user.");
        Directory.CreateDirectory(_place);
        await using var folder = new PostgresFolder(_place);
        var server = await folder.StartAsync();
        await server.StopAsync();
        File.SetUnixFileMode(_place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var refused = await Should.ThrowAsync<DatabaseStartException>(folder.StartAsync);

        refused.Message.ShouldContain("can no longer reach it");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
