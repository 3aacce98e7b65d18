using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Tests.People;

public sealed class PersonActionsTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_person_is_stored_as_sent_with_the_address_in_lower_case()
    {
        await using var desk = await ConfigurationDesk.StartAsync();

        var made = (await desk.Get<PersonActions>().CreateAsync(
            new PersonDraft("  Žofie 🛒 משה ", "Zofie@Example.COM", Role.Manager, "Europe/Prague"), desk.By)).Value;

        var read = (await desk.Get<PersonQueries>().GetAsync(made.Id)).ShouldNotBeNull();
        read.ShouldBe(made);
        read.ShouldSatisfyAllConditions(
            () => read.Name.ShouldBe("Žofie 🛒 משה"), () => read.Email.ShouldBe("zofie@example.com"), () => read.TimeZone.ShouldBe("Europe/Prague"));
        (await desk.AuditAsync(made.Id)).ShouldBe(["Ana person.created"]);
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_and_nothing_is_stored()
    {
        await using var desk = await ConfigurationDesk.StartAsync();

        var outcome = await desk.Get<PersonActions>().CreateAsync(new PersonDraft(" ", "ana@", (Role)9, "Mars/Olympus", "short"), desk.By);

        outcome.Fields().ShouldBe(["name", "email", "role", "timeZone", "password"]);
        (await desk.Get<PersonQueries>().ListAsync(new PageAsk())).Items.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Ana <ana2@example.com>")]
    [InlineData("ana example@example.com")]
    [InlineData("ana@example.com\r\nBcc: all@example.com")]
    [InlineData("")]
    [InlineData("ana@example.com")]
    public async Task An_address_must_be_one_and_free(string email)
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        (await desk.Get<PersonActions>().CreateAsync(new PersonDraft("Bo", email, Role.Viewer), desk.By)).Fields().ShouldBe(["email"]);
    }

    [Fact]
    public async Task A_stale_change_says_who_was_faster_and_when()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var bo = await desk.PersonAsync("Bo");
        var chen = new Caller((await desk.PersonAsync("Chen", Role.Administrator)).Id, "Chen", "web");
        await desk.Get<PersonActions>().ChangeAsync(bo.Id, Draft(bo) with { Name = "Bob" }, bo.Version, chen);
        await desk.PassAsync(TimeSpan.FromMinutes(3));

        var late = await desk.Get<PersonActions>().ChangeAsync(bo.Id, Draft(bo) with { Name = "Boris" }, bo.Version, desk.By);

        var stale = late.Refused().ShouldBeOfType<Refusal.Stale>();
        stale.Message.ShouldBe("Chen changed this 3 minutes ago. Reload to see it, then change it again.");
        stale.CurrentVersion.ShouldBe(2);
        (await desk.Get<PersonQueries>().GetAsync(bo.Id))!.Name.ShouldBe("Bob");
    }

    [Fact]
    public async Task Somebody_who_left_keeps_their_name_loses_tokens_and_sessions_and_can_come_back()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var actions = desk.Get<PersonActions>();
        var bo = (await actions.CreateAsync(new PersonDraft("Bo", "bo@example.com", Role.Responder, Password: Password), desk.By)).Value;
        var token = (await desk.Get<TokenActions>().IssueAsync(
            new TokenIssuer(desk.By, Role.Administrator), new TokenRequest(bo.Id, "laptop", Role.Responder), default)).Value;
        var session = await BeginSessionAsync(desk, bo.Id);
        (await IsGoodAsync(desk, session)).ShouldBeTrue();

        var gone = (await actions.DisableAsync(bo.Id, null, desk.By)).Value;

        gone.DisabledAt.ShouldNotBeNull();
        (await IsGoodAsync(desk, session)).ShouldBeFalse();
        (await desk.Get<PersonSignIn>().TryAsync("bo@example.com", Password, new SignInFrom(""), default)).Verdict.ShouldBe(SignInVerdict.Wrong);

        var back = (await actions.ChangeAsync(bo.Id, Draft(bo) with { Disabled = false }, gone.Version, desk.By)).Value;

        back.DisabledAt.ShouldBeNull();
        (await desk.Get<TokenQueries>().FindAsync(token.Token.Id, default))!.RevokedAt.ShouldNotBeNull();
        (await IsGoodAsync(desk, session)).ShouldBeFalse();
        (await desk.Get<PersonSignIn>().TryAsync("bo@example.com", Password, new SignInFrom(""), default)).Verdict.ShouldBe(SignInVerdict.Welcome);
    }

    [Fact]
    public async Task A_new_role_ends_sessions_and_a_new_name_does_not()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var bo = await desk.PersonAsync("Bo");
        var actions = desk.Get<PersonActions>();
        var session = await BeginSessionAsync(desk, bo.Id);

        await actions.ChangeAsync(bo.Id, Draft(bo) with { Name = "Bob" }, 1, desk.By);
        (await IsGoodAsync(desk, session)).ShouldBeTrue();

        await actions.ChangeAsync(bo.Id, Draft(bo) with { Role = Role.Viewer }, 2, desk.By);
        (await IsGoodAsync(desk, session)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_only_administrator_can_neither_leave_nor_step_down()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var actions = desk.Get<PersonActions>();

        (await actions.DisableAsync(desk.Ana.Id, null, desk.By)).Refused().ShouldBeOfType<Refusal.Conflict>();
        (await actions.ChangeAsync(desk.Ana.Id, Draft(desk.Ana) with { Role = Role.Manager }, 1, desk.By)).Refused().ShouldBeOfType<Refusal.Conflict>();

        await desk.PersonAsync("Bo", Role.Administrator);
        (await actions.DisableAsync(desk.Ana.Id, null, desk.By)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_administrators_who_disable_each_other_at_once_leave_one()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var bo = await desk.PersonAsync("Bo", Role.Administrator);

        await Task.WhenAll(
            desk.Get<PersonActions>().DisableAsync(bo.Id, null, desk.By),
            desk.Get<PersonActions>().DisableAsync(desk.Ana.Id, null, new Caller(bo.Id, "Bo", "api")));

        await using var db = await desk.ReadAsync();
        (await db.Set<Person>().CountAsync(p => p.DisabledAt == null)).ShouldBe(1);
    }

    [Fact]
    public async Task Search_takes_its_letters_as_they_are()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        await desk.PersonAsync("Bo");
        var queries = desk.Get<PersonQueries>();

        (await queries.ListAsync(new PageAsk(), "AN")).Items.ShouldHaveSingleItem().Name.ShouldBe("Ana");
        (await queries.ListAsync(new PageAsk(), "%")).Items.ShouldBeEmpty();
        (await queries.ListAsync(new PageAsk(), "a\0na")).Items.ShouldHaveSingleItem();
    }

    private static async Task<string> BeginSessionAsync(ConfigurationDesk desk, Guid person)
    {
        await using var db = await desk.ReadAsync();
        var account = (await db.FindAsync<Account>(person))!;
        return (await desk.Get<SessionActions>().BeginAsync(account, "a browser", "203.0.113.9", default)).ShouldNotBeNull().Secret;
    }

    private static async Task<bool> IsGoodAsync(ConfigurationDesk desk, string session) =>
        await desk.Get<Sessions>().FindAsync(session, desk.Get<Clock>().Now, default) is not null;

    private static PersonDraft Draft(PersonView person) => new(person.Name, person.Email, person.Role, person.TimeZone);
}
