using System.Globalization;
using System.Net;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Tests.Access;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>One zone on a page, named, and the same rule on each: the reader's own or the schedule's, and UTC for who wants that. Without a script.</summary>
public sealed class ShownZoneTests
{
    [Fact]
    public async Task Times_are_in_a_named_zone_and_the_switch_to_utc_holds_on_every_page_until_it_is_taken_back()
    {
        await using var desk = await FreshDesk.StartAsync();
        var van = await PersonAsync(desk, "Van", "America/Vancouver");
        var schedule = await ScheduleAsync(desk, van, "America/New_York");
        using var phone = new PlainBrowser(desk.Address);
        await phone.SignInAsync(van.Email, AccessHost.Password);
        var (own, page) = ($"/schedules/{schedule}", "/on-call");

        await ShouldSayAsync(phone, page, "Times in America/Vancouver", "Show UTC", "until " + NextHandoff(desk, "ddd d MMM HH:mm", "America/Vancouver"));
        await ShouldSayAsync(phone, own, "Times in America/New_York", "Show UTC", "09:00 to");
        await SwitchAsync(phone, own, "utc");
        await ShouldSayAsync(phone, page, "Times in UTC", "Show America/Vancouver");
        await ShouldSayAsync(phone, own, "Times in UTC", "Show America/New_York", NextHandoff(desk, "HH:mm", "Etc/UTC") + " to");
        await ShouldSayAsync(phone, "/incidents", "Times in UTC");
        await ShouldSayAsync(phone, "/insights", "Times in UTC");
        await ShouldSayAsync(phone, "/me/notifications", "Times in UTC");
        await SwitchAsync(phone, page, "own");
        await ShouldSayAsync(phone, "/incidents", "Times in America/Vancouver");
        (await desk.Get<PersonQueries>().GetAsync(van.Id))!.TimeZone.ShouldBe("America/Vancouver");
    }

    [Fact]
    public async Task A_reader_in_utc_is_offered_no_switch_but_on_a_page_in_another_zone()
    {
        await using var desk = await FreshDesk.StartAsync();
        var uma = await PersonAsync(desk, "Uma", "Etc/UTC");
        var schedule = await ScheduleAsync(desk, uma, "America/Vancouver");
        using var phone = new PlainBrowser(desk.Address);
        await phone.SignInAsync(uma.Email, AccessHost.Password);
        (await TextAsync(phone, "/on-call")).ShouldNotContain("Show UTC");
        await ShouldSayAsync(phone, $"/schedules/{schedule}", "Times in America/Vancouver", "Show UTC", "09:00 to");
        await SwitchAsync(phone, $"/schedules/{schedule}", "utc");
        await ShouldSayAsync(phone, $"/schedules/{schedule}", "Times in UTC", "Show America/Vancouver");
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Pago_Pago")]
    public async Task The_account_page_says_days_as_they_are_where_its_reader_is(string zone)
    {
        // The two are a day apart at every hour, so that days in UTC are wrong for one of them.
        await using var desk = await FreshDesk.StartAsync();
        var kim = await PersonAsync(desk, "Kim", zone);
        using var phone = new PlainBrowser(desk.Address);
        await phone.SignInAsync(kim.Email, AccessHost.Password);
        var session = (await desk.Get<Sessions>().ListAsync(kim.Id, desk.Get<Kernel.Clock>().Now, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        await ShouldSayAsync(phone, "/account", $"Times in {zone}", "Show UTC", WallClock.DateAt(zone, session.CreatedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_postmortem_is_in_the_one_zone_of_its_author_on_its_page_and_in_its_file_whoever_reads()
    {
        await using var desk = await FreshDesk.StartAsync();
        var (tom, van) = (await PersonAsync(desk, "Tom", "Asia/Tokyo"), await PersonAsync(desk, "Van", "America/Vancouver"));
        var policy = (await desk.Get<PolicyActions>().CreateAsync(new PolicyDraft("Tom", [new PolicyStep(TimeSpan.FromMinutes(5), [new Target(TargetKind.Person, tom.Id)])]), FreshDesk.Tester)).Value;
        var service = (await desk.Get<ServiceActions>().CreateAsync(new ServiceDraft("Checkout", EscalationPolicyId: policy.Id), FreshDesk.Tester)).Value;
        var author = new Caller(tom.Id, tom.Name, "web");
        var incident = (await desk.Get<IncidentActions>().OpenAsync(service.Id, "Checkout fails", Severity.Sev2, author)).Value;
        (await desk.Get<IncidentActions>().ResolveAsync(incident.Id, author)).Succeeded.ShouldBeTrue();
        (await desk.Get<PostmortemActions>().StartAsync(incident.Number, null, author)).Succeeded.ShouldBeTrue();
        using var phone = new PlainBrowser(desk.Address);
        await phone.SignInAsync(van.Email, AccessHost.Password);

        var opened = TimeText.DayAndClock(incident.CreatedAt, "Asia/Tokyo");
        await ShouldSayAsync(phone, $"/postmortems/{incident.Number}", "Time zoneAsia/Tokyo", opened, "times are in Asia/Tokyo", $"{opened[^5..]} Declared by Tom.");
        (await TextAsync(phone, $"/postmortems/{incident.Number}")).ShouldNotContain("Vancouver");
        var file = await (await phone.GetAsync($"/postmortems/{incident.Number}.md")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        file.ShouldContain(TimelineDraft.Escape(TimeText.Exact(incident.CreatedAt, "Asia/Tokyo")));
        file.ShouldNotContain("Vancouver");
    }

    [Fact]
    public async Task The_switch_leads_nowhere_else()
    {
        await using var desk = await FreshDesk.StartAsync();
        var uma = await PersonAsync(desk, "Uma", "Etc/UTC");
        using var phone = new PlainBrowser(desk.Address);
        await phone.SignInAsync(uma.Email, AccessHost.Password);
        (await SwitchAsync(phone, "/on-call", "utc", "https://evil.example/")).Headers.Location!.ToString().ShouldBe("/");
        (await SwitchAsync(phone, "/on-call", "utc", "//evil.example/")).Headers.Location!.ToString().ShouldBe("/");
        (await phone.SendAsync(HttpMethod.Post, "/times", PlainBrowser.Form([("in", "utc")]))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "without the form's token");
    }

    private static async Task<PersonView> PersonAsync(FreshDesk desk, string name, string zone) => (await desk.Get<PersonActions>().CreateAsync(
        new PersonDraft(name, $"{name.ToLowerInvariant()}@example.com", Role.Manager, zone, AccessHost.Password), FreshDesk.Tester)).Value;

    /// <summary>Daily shifts from 09:00, of two people by turns.</summary>
    private static async Task<Guid> ScheduleAsync(FreshDesk desk, PersonView person, string zone)
    {
        var other = await desk.PersonAsync("Other", Role.Responder);
        var layer = new LayerDraft([person.Id, other.Id], "daily", "09:00", "2026-01-05");
        return (await desk.Get<ScheduleActions>().CreateAsync(new ScheduleDraft("Shop", zone, [layer]), FreshDesk.Tester)).Value.Id;
    }

    /// <summary>The next 09:00 in New York, as it is read in a zone.</summary>
    private static string NextHandoff(FreshDesk desk, string format, string zone)
    {
        var (now, handoff) = (desk.Get<Kernel.Clock>().Now, new TimeOnly(9, 0));
        var today = WallClock.DateAt("America/New_York", now);
        var at = WallClock.Start("America/New_York", today, handoff) is var start && start > now ? start : WallClock.Start("America/New_York", today.AddDays(1), handoff);
        return TimeText.Local(at, zone, out _).ToString(format, CultureInfo.InvariantCulture);
    }

    private static async Task ShouldSayAsync(PlainBrowser phone, string path, params string[] texts)
    {
        var said = await TextAsync(phone, path);
        texts.ShouldAllBe(text => said.Contains(text, StringComparison.Ordinal), $"{path}: {said}");
    }

    private static async Task<string> TextAsync(PlainBrowser phone, string path)
    {
        var page = await PlainBrowser.DocumentAsync(await phone.GetAsync(path));
        return string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<HttpResponseMessage> SwitchAsync(PlainBrowser phone, string path, string zone, string? returnUrl = null)
    {
        var form = (await PlainBrowser.DocumentAsync(await phone.GetAsync(path))).QuerySelector("form.zone-switch").ShouldNotBeNull();
        var fields = form.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        fields["returnUrl"].ShouldBe(path);
        fields["returnUrl"] = returnUrl ?? path;
        var answer = await phone.SendAsync(HttpMethod.Post, "/times", PlainBrowser.Form([.. fields.Select(f => (f.Key, f.Value)), ("in", zone)]));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return answer;
    }
}
