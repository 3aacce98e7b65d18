using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Tests.People;

/// <summary>Every verb, tried by everybody: the promise of the table "who may", written by hand for each kind of caller.</summary>
public sealed partial class WhoMayTests : IAsyncLifetime
{
    /// <summary>
    /// Callers in their order: a viewer, a responder, a manager of another team, a manager of the team Shop, an administrator; an administrator's tokens of
    /// scope viewer and responder; the link of a responder's notification; an administrator whose account is deactivated; the program itself.
    /// </summary>
    private const string Answering = "-yyyy -yy--";
    private const string Working = "-yyyy -y---";
    private const string OfTheTeam = "---yy -----";
    private const string OfNoTeam = "--yyy -----";
    private const string TheirOwn = "yyyyy -y---";
    private const string Reviewing = "--yyy -----";
    private const string Administrators = "----y -----";

    /// <summary>Proves its caller by the password, before anything else.</summary>
    private const string ByPassword = "PersonSignIn.ChangePasswordAsync";

    private TestDesk _desk = null!;
    private List<Caller> _callers = null!;
    private Dictionary<Guid, Role> _roles = null!;
    private TeamView _shop = null!;
    private PersonView _ana = null!;
    private int _names;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync();
        async Task<PersonView> AddAsync(string name, Role role) => await _desk.PersonAsync(name, role, reachable: false);
        var (vera, rolf, mona, max, ada, dora) = (await AddAsync("Vera", Role.Viewer), await AddAsync("Rolf", Role.Responder), await AddAsync("Mona", Role.Manager),
            await AddAsync("Max", Role.Manager), await AddAsync("Ada", Role.Administrator), await AddAsync("Dora", Role.Administrator));
        _ana = await AddAsync("Ana", Role.Responder);
        _roles = new[] { vera, rolf, mona, max, ada, dora }.ToDictionary(p => p.Id, p => p.Role);
        _shop = (await Get<TeamActions>().CreateAsync(new TeamDraft("Shop", [max.Id, _ana.Id]), TestDesk.Tester)).Value;
        (await Get<PersonActions>().DisableAsync(dora.Id, null, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        Caller By(PersonView person, string door = "web", Role? scope = null) => new(person.Id, person.Name, door, scope);
        _callers = [By(vera), By(rolf), By(mona), By(max), By(ada), By(ada, "api", Role.Viewer), By(ada, "api", Role.Responder), By(rolf, Caller.LinkDoor), By(dora), Caller.Desk];
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Every_verb_is_done_for_exactly_those_who_may_and_a_refused_one_leaves_no_trace()
    {
        await ListAsync();
        var wrong = new List<string>();
        foreach (var (name, who, verb) in _verbs)
        {
            for (var i = 0; i < _callers.Count; i++)
            {
                var before = await _desk.CountAsync("audit_entries");
                var refusal = (await verb(_callers[i])).Refusal as Refusal.Forbidden;
                var may = who.Replace(" ", "", StringComparison.Ordinal)[i] == 'y';
                if (refusal is null != may || (refusal is not null && await _desk.CountAsync("audit_entries") != before))
                {
                    wrong.Add($"{name} by {_callers[i]}: {refusal?.Message ?? "done"}");
                }
            }
        }
        string.Join('\n', wrong).ShouldBeEmpty();

        _verbs.Select(v => v.Name.Split(' ')[0]).Append(ByPassword).Distinct().Order(StringComparer.Ordinal).ShouldBe(AllVerbs());
    }

    [Fact]
    public async Task A_refusal_names_who_can()
    {
        var service = (await Get<ServiceActions>().CreateAsync(new ServiceDraft("Checkout", _shop.Id), TestDesk.Tester)).Value;
        string Said(IOutcome outcome) => outcome.Refusal.ShouldBeOfType<Refusal.Forbidden>().Message;

        Said(await Get<ServiceActions>().DeleteAsync(service.Id, null, _callers[2])).ShouldBe("Only managers of the team Shop, and administrators, can delete this service.");
        Said(await Get<ServiceActions>().CreateAsync(new ServiceDraft("Search", _shop.Id), _callers[2]))
            .ShouldBe("Only managers of the team Shop, and administrators, can create this service.");
        Said(await Get<ServiceActions>().DeleteAsync(service.Id, null, _callers[0])).ShouldBe("Only managers and administrators can delete this service.");
        Said(await Get<TeamActions>().DeleteAsync(_shop.Id, null, _callers[3])).ShouldBe("Only administrators can delete this team.");
        Said(await Get<IncidentActions>().NoteAsync(Guid.NewGuid(), "x", _callers[5])).ShouldBe("This token's scope is viewer: it reads, and changes nothing.");
        Said(await Get<IncidentActions>().NoteAsync(Guid.NewGuid(), "x", _callers[7])).ShouldBe("The link of a notification can't do this. Sign in first.");
        Said(await Get<IncidentActions>().NoteAsync(Guid.NewGuid(), "x", _callers[8])).ShouldBe("The account of Dora is deactivated.");
        Said(await Get<IncidentActions>().NoteAsync(Guid.NewGuid(), "x", _callers[0])).ShouldBe("Only responders, managers and administrators can work on incidents.");
    }

    [Fact]
    public async Task A_manager_can_neither_take_a_service_of_another_team_nor_give_one_away()
    {
        var (services, max) = (Get<ServiceActions>(), _callers[3]);
        var other = (await Get<TeamActions>().CreateAsync(new TeamDraft("Platform"), TestDesk.Tester)).Value;
        var theirs = (await services.CreateAsync(new ServiceDraft("Search", other.Id), TestDesk.Tester)).Value;
        var own = (await services.CreateAsync(new ServiceDraft("Checkout", _shop.Id), max)).Value;

        (await services.ChangeAsync(theirs.Id, new ServiceDraft("Search", _shop.Id), theirs.Version, max)).Refusal.ShouldBeOfType<Refusal.Forbidden>();
        (await services.ChangeAsync(own.Id, new ServiceDraft("Checkout", other.Id), own.Version, max)).Refusal.ShouldBeOfType<Refusal.Forbidden>();
        (await Get<ServiceQueries>().GetAsync(own.Id))!.TeamId.ShouldBe(_shop.Id);
    }

    [Fact]
    public async Task Who_is_demoted_is_refused_with_the_next_verb()
    {
        var max = _callers[3];
        var person = (await Get<PersonQueries>().GetAsync(max.PersonId!.Value))!;
        (await Get<ServiceActions>().CreateAsync(new ServiceDraft("Checkout", _shop.Id), max)).Succeeded.ShouldBeTrue();
        (await Get<PersonActions>().ChangeAsync(person.Id, new PersonDraft(person.Name, person.Email, Role.Responder), person.Version, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        (await Get<ServiceActions>().CreateAsync(new ServiceDraft("Search", _shop.Id), max)).Refusal.ShouldBeOfType<Refusal.Forbidden>();
    }

    private T Get<T>() where T : notnull => _desk.Get<T>();

    private string Name(string word) => $"{word} {++_names}";
}
