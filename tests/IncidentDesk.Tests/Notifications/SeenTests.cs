using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;

namespace IncidentDesk.Tests.Notifications;

/// <summary>The bell: what a person has seen of it.</summary>
public sealed class SeenTests
{
    [Fact]
    public async Task What_was_seen_counts_as_delivered_only_for_whoever_saw_it_and_only_about_its_subject()
    {
        await using var desk = await TestDesk.StartAsync();
        var (ana, bo) = (await desk.PersonAsync("Ana"), await desk.PersonAsync("Bo"));
        var service = await desk.ServiceAsync(await desk.PolicyAsync(0, (5, [new Target(TargetKind.Person, ana.Id), new Target(TargetKind.Person, bo.Id)])));
        var first = (await desk.Get<IncidentActions>().OpenAsync(service.Id, "one", Severity.Sev2, TestDesk.Tester)).Value;
        (await desk.Get<IncidentActions>().OpenAsync(service.Id, "two", Severity.Sev2, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await desk.RunAsync();
        var seen = desk.Get<NotificationActions>();

        (await seen.SeenAsync(As(ana), first.Id)).ShouldBe(1);
        (await seen.SeenAsync(As(ana), first.Id)).ShouldBe(0);
        (await UnseenAsync(desk, ana)).ShouldBe(1);
        (await UnseenAsync(desk, bo)).ShouldBe(2);

        (await seen.SeenAsync(As(ana))).ShouldBe(1);
        (await UnseenAsync(desk, ana)).ShouldBe(0);
        await using var db = await desk.Desk.ReadAsync();
        var bell = await db.BellAsync(ana.Id, 10, CancellationToken.None);
        bell.ShouldAllBe(n => n.Status == NotificationStatus.Delivered && n.SeenAt != null);
        (await db.NotificationsAboutAsync(first.Id, CancellationToken.None)).Where(n => n.PersonId == bo.Id).ShouldAllBe(n => n.SeenAt == null && n.PageId != null);
        (await seen.SeenAsync(TestDesk.Tester)).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_acts_on_an_incident_has_seen_what_their_bell_says_of_it()
    {
        await using var desk = await TestDesk.StartAsync();
        var (ana, bo, chen) = (await desk.PersonAsync("Ana"), await desk.PersonAsync("Bo"), await desk.PersonAsync("Chen"));
        var service = await desk.ServiceAsync(await desk.PolicyAsync(0, (5, [.. new[] { ana, bo, chen }.Select(p => new Target(TargetKind.Person, p.Id))])));
        var incident = (await desk.Get<IncidentActions>().OpenAsync(service.Id, "one", Severity.Sev2, TestDesk.Tester)).Value;
        await desk.RunAsync();

        (await desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, As(ana))).Succeeded.ShouldBeTrue();
        (await UnseenAsync(desk, ana)).ShouldBe(0);
        (await UnseenAsync(desk, bo)).ShouldBe(1);

        (await desk.Get<IncidentActions>().NoteAsync(incident.Id, "", As(bo))).Succeeded.ShouldBeFalse();
        (await UnseenAsync(desk, bo)).ShouldBe(1, "what was refused has not happened");
        (await desk.Get<IncidentActions>().NoteAsync(incident.Id, "I look too.", As(bo))).Succeeded.ShouldBeTrue();
        (await UnseenAsync(desk, bo)).ShouldBe(0);

        (await desk.Get<EscalationActions>().ReassignAsync(incident.Id, ana.Id, As(chen))).Succeeded.ShouldBeTrue();
        (await UnseenAsync(desk, chen)).ShouldBe(0);
        (await UnseenAsync(desk, ana)).ShouldBe(1, "she is paged anew");
    }

    private static Caller As(PersonView person) => new(person.Id, person.Name, "web");

    private static async Task<int> UnseenAsync(TestDesk desk, PersonView person)
    {
        await using var db = await desk.Desk.ReadAsync();
        return await db.UnseenAsync(person.Id, CancellationToken.None);
    }
}
