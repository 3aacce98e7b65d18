using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Pages.Welcome;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class SetUpProgressTests
{
    private const string MailServer = "Configure a mail server";
    private const string Method = "Verify a contact method";

    [Fact]
    public async Task A_verified_address_counts_only_where_a_mail_server_takes_its_mail()
    {
        (await StepsAsync(null)).ShouldContain((MailServer, false));
        var withServer = await StepsAsync(new EmailSettings("localhost", 25, "desk@example.com", null, null, EmailSecurity.None));
        withServer.ShouldContain((Method, true));
        withServer.ShouldNotContain(s => s.Title == MailServer);
    }

    private static async Task<List<(string Title, bool Done)>> StepsAsync(EmailSettings? mail)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions(mail));
        var ana = await desk.PersonAsync("Ana");
        var progress = new SetUpProgress(desk.Get<ServiceQueries>(), desk.Get<IntegrationQueries>(), desk.Get<PersonQueries>(), desk.Get<PolicyQueries>(), desk.Get<ReachabilityQueries>());
        return [.. (await progress.ForAsync(new Viewer(ana.Id, "Ana", Role.Responder, "Etc/UTC"))).Select(s => (s.Title, s.Done))];
    }
}
