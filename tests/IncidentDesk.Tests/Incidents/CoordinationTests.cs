using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Incidents;

/// <summary>Roles, tasks and status updates of an incident, on a real database.</summary>
public sealed class CoordinationTests
{
    [Fact]
    public async Task A_role_belongs_to_whoever_accepts_it_and_the_one_before_keeps_it_until_then()
    {
        await using var room = await RoomAsync();
        (await room.Roles.OfferAsync(room.Id, IncidentRole.Commander, room.Ana.PersonId!.Value, room.Ana)).Succeeded.ShouldBeTrue();
        (await room.Roles.OfferAsync(room.Id, IncidentRole.Commander, room.Bo.PersonId!.Value, room.Ana)).Succeeded.ShouldBeTrue();
        (await room.RoleAsync(IncidentRole.Commander)).ShouldBe(new RoleView(IncidentRole.Commander, room.Ana.PersonId, "Ana", room.Bo.PersonId, "Bo", "Ana"));
        (await room.Roles.AcceptAsync(room.Id, IncidentRole.Commander, room.Ana)).Succeeded.ShouldBeTrue("she has it");
        (await room.Roles.AcceptAsync(room.Id, IncidentRole.Scribe, room.Bo)).Refusal.ShouldBeOfType<Refusal.Conflict>();
        (await room.Roles.AcceptAsync(room.Id, IncidentRole.Commander, room.Bo)).Succeeded.ShouldBeTrue();
        (await room.RoleAsync(IncidentRole.Commander)).ShouldBe(new RoleView(IncidentRole.Commander, room.Bo.PersonId, "Bo", null, null, null));
        (await room.SaidAsync()).TakeLast(3).ShouldBe(["Ana took incident command.", "Ana offered Bo the role of commander.", "Bo took incident command from Ana."]);
    }

    [Fact]
    public async Task A_declined_or_freed_role_is_nobodys_and_says_so()
    {
        await using var room = await RoomAsync();
        await room.Roles.OfferAsync(room.Id, IncidentRole.Scribe, room.Bo.PersonId!.Value, room.Ana);
        (await room.Roles.DeclineAsync(room.Id, IncidentRole.Scribe, room.Ana)).Refusal.ShouldBeOfType<Refusal.Conflict>("it is not offered to her");
        (await room.Roles.DeclineAsync(room.Id, IncidentRole.Scribe, room.Bo)).Succeeded.ShouldBeTrue();
        (await room.RoleAsync(IncidentRole.Scribe)).ShouldBe(new RoleView(IncidentRole.Scribe, null, null, null, null, null));
        (await room.Roles.FreeAsync(room.Id, IncidentRole.Scribe, room.Ana)).Succeeded.ShouldBeTrue("nothing is left to free");
        (await room.SaidAsync()).TakeLast(2).ShouldBe(["Ana offered Bo the role of scribe.", "Bo declined the role of scribe."]);
        (await room.Desk.CountAsync("incident_roles")).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_is_offered_a_role_is_told_once_by_mail_with_a_link_to_the_room()
    {
        await using var smtp = new SmtpSink();
        await using var room = await RoomAsync(new TestDeskOptions(new EmailSettings(smtp.Host, smtp.Port, "desk@example.com", null, null, EmailSecurity.None)));
        await room.Roles.OfferAsync(room.Id, IncidentRole.Communications, room.Bo.PersonId!.Value, room.Ana);
        (await room.Roles.OfferAsync(room.Id, IncidentRole.Communications, room.Bo.PersonId!.Value, room.Ana)).Succeeded.ShouldBeTrue("it is offered already");
        await room.Desk.RunAsync();
        var mail = smtp.Mails.Single(m => m.Subject.Contains("offers you", StringComparison.Ordinal));
        mail.Subject.ShouldBe("Ana offers you the role of communications lead in INC-1");
        mail.Text!.ShouldContain("/incidents/1");
    }

    [Fact]
    public async Task Tasks_are_added_given_done_and_removed_and_each_step_is_in_the_timeline()
    {
        await using var room = await RoomAsync();
        var task = (await room.Tasks.AddAsync(room.Id, new TaskDraft("Restart the cache"), room.Ana)).Value;
        await room.Tasks.ChangeAsync(room.Id, task.Id, new TaskDraft("Restart the cache", room.Bo.PersonId), 1, room.Ana);
        (await room.Tasks.ChangeAsync(room.Id, task.Id, new TaskDraft("Restart it all"), 1, room.Ana)).Refusal.ShouldBeOfType<Refusal.Stale>().Message.ShouldStartWith("Ana changed this");
        await room.Tasks.ChangeAsync(room.Id, task.Id, new TaskDraft("Restart the cache", room.Bo.PersonId, Done: true), 2, room.Bo);
        var read = (await room.ReadAsync(db => db.TasksAsync(room.Id, default))).ShouldHaveSingleItem();
        (read.Title, read.Assignee, read.DoneBy).ShouldBe(("Restart the cache", "Bo", "Bo"));
        (await room.Tasks.RemoveAsync(room.Id, task.Id, room.Ana)).Succeeded.ShouldBeTrue();
        (await room.ReadAsync(db => db.TasksAsync(room.Id, default))).ShouldBeEmpty();
        (await room.SaidAsync()).TakeLast(4).ShouldBe([
            "Ana added a task for anyone: Restart the cache", "Ana assigned a task to Bo: Restart the cache", "Bo completed a task: Restart the cache", "Ana removed the task: Restart the cache"]);
    }

    [Fact]
    public async Task A_promised_update_stands_until_the_next_one_or_the_end()
    {
        await using var room = await RoomAsync();
        (await room.Updates.UpdateAsync(room.Id, "Payments fail for some.", TimeSpan.FromMinutes(30), room.Ana)).Succeeded.ShouldBeTrue();
        (await room.Desk.IncidentAsync()).NextUpdateAt!.Value.ShouldBe(await room.Desk.NowAsync() + TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(10));
        await room.Updates.UpdateAsync(room.Id, "Rolled back.", null, room.Ana);
        (await room.Desk.IncidentAsync()).NextUpdateAt.ShouldBeNull();
        await room.Updates.UpdateAsync(room.Id, "Watching.", TimeSpan.FromMinutes(15), room.Ana);
        await room.Desk.Get<IncidentActions>().ResolveAsync(room.Id, room.Ana);
        (await room.Desk.IncidentAsync()).NextUpdateAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("", 30, "text")]
    [InlineData("Fine.", 1, "nextIn")]
    [InlineData("Fine.", 60 * 25, "nextIn")]
    public async Task What_can_not_be_an_update_is_refused_by_its_field(string text, int minutes, string field)
    {
        await using var room = await RoomAsync();
        (await room.Updates.UpdateAsync(room.Id, text, TimeSpan.FromMinutes(minutes), room.Ana)).Refusal.ShouldBeOfType<Refusal.Invalid>().Errors.Single().Field.ShouldBe(field);
    }

    private static async Task<Room> RoomAsync(TestDeskOptions? options = null)
    {
        var desk = await TestDesk.StartAsync(options);
        var (ana, bo) = (await desk.PersonAsync("Ana"), await desk.PersonAsync("Bo"));
        var service = await desk.ServiceAsync(await desk.PolicyAsync(ana));
        var incident = (await desk.Get<IncidentActions>().OpenAsync(service.Id, "Checkout is broken", Severity.Sev2, TestDesk.Tester)).Value;
        return new Room(desk, incident.Id, new Caller(ana.Id, "Ana", "test"), new Caller(bo.Id, "Bo", "test"));
    }

    private sealed record Room(TestDesk Desk, Guid Id, Caller Ana, Caller Bo) : IAsyncDisposable
    {
        public IncidentRoleActions Roles => Desk.Get<IncidentRoleActions>();

        public IncidentTaskActions Tasks => Desk.Get<IncidentTaskActions>();

        public StatusUpdateActions Updates => Desk.Get<StatusUpdateActions>();

        public async Task<T> ReadAsync<T>(Func<IncidentDesk.Storage.DeskDb, Task<T>> read)
        {
            await using var db = await Desk.Desk.ReadAsync();
            return await read(db);
        }

        public async Task<RoleView> RoleAsync(IncidentRole role) => (await ReadAsync(db => db.RolesAsync(Id, default))).Single(r => r.Role == role);

        public async Task<List<string>> SaidAsync() => [.. (await ReadAsync(db => db.TimelineAsync(Id, 0, 100, default))).Select(e => e.Text)];

        public ValueTask DisposeAsync() => Desk.DisposeAsync();
    }
}
