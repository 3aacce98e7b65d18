using System.Net;
using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Web.Tests.Access;

public sealed class CookieKeysTests
{
    [Fact]
    public async Task A_session_begun_on_one_node_goes_on_on_another_and_after_a_restart()
    {
        await using var first = await AccessHost.StartAsync();
        using var browser = await first.SignedInAsync(Role.Viewer);
        await using var second = await AccessHost.StartAsync(new HostOptions { Database = first.Database });
        using var there = second.NewBrowser();
        there.Cookies["__Host-desk"] = browser.Cookies["__Host-desk"];
        (await there.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_keys_are_boxed_when_the_settings_give_a_key(bool given)
    {
        await using var host = await AccessHost.StartAsync(new HostOptions { Settings = given ? [Key(1)] : [] });
        using var browser = await host.SignedInAsync(Role.Viewer);
        var kept = (await host.SqlAsync("SELECT string_agg(xml, ' ') FROM data_protection_keys")).ShouldBeOfType<string>();
        kept.Contains("<key", StringComparison.Ordinal).ShouldBe(!given);
    }

    [Fact]
    public async Task With_another_key_the_program_starts_and_the_old_sessions_have_ended()
    {
        await using var first = await AccessHost.StartAsync(new HostOptions { Settings = [Key(1)] });
        var person = await first.AddPersonAsync(Role.Viewer);
        using var browser = await first.SignedInAsync(person);
        await using var second = await AccessHost.StartAsync(new HostOptions { Settings = [Key(2)], Database = first.Database });
        using var there = second.NewBrowser();
        there.Cookies["__Host-desk"] = browser.Cookies["__Host-desk"];
        (await there.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        using var anew = await second.SignedInAsync(person);
    }

    private static string Key(byte fill) => "Secrets:Key=" + Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());
}
