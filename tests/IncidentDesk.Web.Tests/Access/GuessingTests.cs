using System.Net;
using System.Net.Http.Json;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Access;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>Strangers who guess at a password, and what that leaves of the account's person.</summary>
public sealed class GuessingTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly AccessHost host = shared.Host;

    [Fact]
    public async Task A_stranger_who_guesses_shuts_out_his_own_network_and_nobody_else()
    {
        var person = await host.AddPersonAsync(Role.Administrator);
        using var open = await host.SignedInAsync(person);
        await GuessAsync(person, "203.0.113.9", SignInTries.MostWrong);

        (await SignsInAsync(person, "203.0.113.9")).ShouldBeFalse();
        (await SignsInAsync(person, "203.0.113.10")).ShouldBeTrue();
        (await open.GetAsync("/api/probe/Administrator")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_device_that_its_person_has_signed_in_on_goes_on_also_from_the_network_that_is_shut_out()
    {
        var person = await host.AddPersonAsync(Role.Administrator);
        using var known = await host.SignedInAsync(person);
        known.Headers["X-Forwarded-For"] = "203.0.113.20";
        known.Cookies.Remove("__Host-desk");
        await GuessAsync(person, "203.0.113.20", SignInTries.MostWrong);

        await known.SignInAsync(person.Email, AccessHost.Password);
        known.IsSignedIn.ShouldBeTrue();
    }

    [Fact]
    public async Task The_mark_of_a_device_is_for_its_person_alone_and_can_not_be_made_up()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var other = await host.SignedInAsync(Role.Viewer);
        await GuessAsync(person, "203.0.113.30", SignInTries.MostWrong);
        var mark = other.Cookies["__Host-desk-device"];
        foreach (var made in new[] { mark, mark.Replace(mark[..32], person.Id.ToString("N"), StringComparison.Ordinal), "x", $"{person.Id:N}.a.b" })
        {
            (await SignsInAsync(person, "203.0.113.30", made)).ShouldBeFalse(made);
        }
    }

    [Fact]
    public async Task A_known_device_in_a_strangers_hand_is_shut_out_too()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var known = await host.SignedInAsync(person);
        var mark = known.Cookies["__Host-desk-device"];
        await GuessAsync(person, "203.0.113.40", SignInTries.MostWrong, mark);
        (await SignsInAsync(person, "203.0.113.40", mark)).ShouldBeFalse();
        (await SignsInAsync(person, "203.0.113.40")).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_guesses_from_everywhere_shuts_out_new_devices_and_no_known_one()
    {
        var person = await host.AddPersonAsync(Role.Administrator);
        using var known = await host.SignedInAsync(person);
        var mark = known.Cookies["__Host-desk-device"];
        for (var network = 0; network < 20; network++)
        {
            await GuessAsync(person, $"198.51.100.{network}", SignInTries.MostWrongOfAll / 20);
        }

        (await SignsInAsync(person, "203.0.113.50")).ShouldBeFalse();
        (await SignsInAsync(person, "203.0.113.50", mark)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_person_is_told_in_the_app_and_by_mail_once_an_hour()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var administrator = await host.SignedInAsync(Role.Administrator);
        using var method = JsonContent.Create(new { kind = "email", address = person.Email, verified = true });
        (await administrator.SendAsync(HttpMethod.Post, $"/api/v1/people/{person.Id}/contact-methods", method)).StatusCode.ShouldBe(HttpStatusCode.Created);

        await GuessAsync(person, "203.0.113.60", SignInTries.MostWrong);
        await GuessAsync(person, "203.0.113.61", SignInTries.MostWrong);
        (await ToldAsync(person)).ShouldBe("email,inApp");
        (await host.SqlAsync($"SELECT string_agg(DISTINCT title || '|' || link, '') FROM notifications WHERE person_id = '{person.Id}'"))
            .ShouldBe("Repeated wrong passwords for your account|/account");

        await host.MoveClockAsync(TimeSpan.FromMinutes(61));
        await GuessAsync(person, "203.0.113.62", SignInTries.MostWrong);
        (await ToldAsync(person)).ShouldBe("email,email,inApp,inApp");
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:200::/56")]
    [InlineData("2001:db8:1:2ff:1:2:3:4", "2001:db8:1:200::/56")]
    [InlineData("2001:db8:1:300::1", "2001:db8:1:300::/56")]
    public void One_line_counts_as_one_visitor(string address, string network) => Networks.Of(IPAddress.Parse(address)).ShouldBe(network);

    /// <summary>How the person was told so far, once everything that tells is done.</summary>
    private async Task<string?> ToldAsync(Person person)
    {
        await Wait.UntilAsync(async () => (long)(await host.SqlAsync($"SELECT count(*) FROM jobs WHERE kind = '{SignInTries.TellKind}'"))! == 0,
            TimeSpan.FromSeconds(60), "what tells to be done");
        return await host.SqlAsync(
            $"SELECT string_agg(method, ',' ORDER BY method) FROM notifications WHERE person_id = '{person.Id}' AND subject_kind = 'account'") as string;
    }

    private async Task GuessAsync(Person person, string address, int times, string? device = null)
    {
        using var stranger = From(address, device);
        for (var tried = 0; tried < times; tried++)
        {
            (await stranger.SignInAsync(person.Email, "not the password")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
    }

    private async Task<bool> SignsInAsync(Person person, string address, string? device = null)
    {
        using var browser = From(address, device);
        await browser.SignInAsync(person.Email, AccessHost.Password);
        return browser.IsSignedIn;
    }

    private PlainBrowser From(string address, string? device)
    {
        var browser = host.NewBrowser();
        browser.Headers["X-Forwarded-For"] = address;
        if (device is not null)
        {
            browser.Cookies["__Host-desk-device"] = device;
        }
        return browser;
    }
}
