using System.Diagnostics;

namespace IncidentDesk.Tests.House;

/// <summary>Builds a sample that uses everything banned, with the settings that every project of the clone gets.</summary>
public sealed class BannedSymbolsTests
{
    [Fact]
    public async Task The_machines_clock_keys_made_from_it_its_time_zones_and_the_frameworks_mail_client_do_not_build()
    {
        var sample = Path.Combine(Clone.Root, "tests", "samples", "Banned", "Banned.csproj");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", sample, "-c", "Release", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);

        build.ExitCode.ShouldNotBe(0);
        foreach (var banned in new[] { "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Guid.CreateVersion7()", "TimeZoneInfo", "DateTimeOffset.LocalDateTime", "DateTimeOffset.ToLocalTime()", "DateTime.ToLocalTime()",
            "System.Net.Mail" })
        {
            output.ShouldContain($"error RS0030: The symbol '{banned}' is banned");
        }

        output.ShouldNotContain("error CS");
    }
}
