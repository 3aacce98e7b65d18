using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using NodaTime;
using NodaTime.Text;

namespace IncidentDesk.Demo;

/// <summary>Who and what there is in the demo: people by their first names, services and their integrations by the services' names; the schedule that changes daily.</summary>
internal sealed record DemoCast(
    IReadOnlyDictionary<string, PersonView> People, IReadOnlyDictionary<string, ServiceView> Services, IReadOnlyDictionary<string, IntegrationView> Integrations,
    ScheduleView Days)
{
    /// <summary>A person as who they change things from a page.</summary>
    public Caller By(string name) => new(People[name].Id, People[name].Name, "web");
}

/// <summary>Sets up an online shop's desk as its manager would: people, teams, schedules, policies, services, integrations.</summary>
internal sealed class DemoCasting(
    SetUpActions setUp, PersonActions people, TeamActions teams, ScheduleActions schedules, PolicyActions policies, ServiceActions services, IntegrationActions integrations,
    WatchActions watches)
{
    /// <summary>The zone in which the shop's people hand over.</summary>
    private const string Zone = "Europe/Berlin";

    /// <summary>Whole rounds of three people's weeks, and more than the demo's month.</summary>
    private const int RoundsAhead = 42;

    /// <param name="password">Everybody's.</param>
    /// <param name="now">The true time: Ana is on call for the shop in its week.</param>
    /// <param name="cancellation">Stops it half-way.</param>
    public async Task<DemoCast> SetUpAsync(string password, DateTimeOffset now, CancellationToken cancellation)
    {
        PersonDraft Draft((string Name, string Family, Role Role, string Zone) person) =>
            new($"{person.Name} {person.Family}", $"{person.Name.ToLowerInvariant()}@shop.example", person.Role, person.Zone, password);
        var first = (await FirstAsync(Draft(Staff[0]), cancellation)).Value;
        var by = new Caller(first.Id, first.Name, "web");
        var staff = new Dictionary<string, PersonView> { [Staff[0].Name] = first };
        foreach (var person in Staff.Skip(1))
        {
            staff.Add(person.Name, (await people.CreateAsync(Draft(person), by, cancellation)).Value);
        }
        var owners = new Dictionary<string, TeamView>();
        foreach (var (name, members) in Teams)
        {
            owners.Add(name, (await teams.CreateAsync(new TeamDraft(name, [.. members.Select(m => staff[m].Id)]), by, cancellation)).Value);
        }
        var start = Monday(now).PlusDays(-RoundsAhead);
        var weeks = (await schedules.CreateAsync(Rota("Shop primary", Rotation.Weekly, "09:00", start, staff, "Ana", "Eva", "Bo"), by, cancellation)).Value;
        var days = (await schedules.CreateAsync(Rota("Platform primary", Rotation.Daily, "09:00", start, staff, "Dilip", "Femi"), by, cancellation)).Value;
        var rules = await PoliciesAsync(staff, owners, weeks, days, by, cancellation);
        var catalog = new Dictionary<string, ServiceView>();
        var doors = new Dictionary<string, IntegrationView>();
        foreach (var service in Services)
        {
            // The outage can be played again at once: it opens another incident instead of reopening the last one.
            var draft = new ServiceDraft(service.Name, owners[service.Team].Id, service.Tier, rules[service.Policy], ReopenWindow: TimeSpan.Zero, AcknowledgementTimeout: TimeSpan.FromHours(2));
            var made = (await services.CreateAsync(draft, by, cancellation)).Value;
            catalog.Add(service.Name, made);
            doors.Add(service.Name, (await integrations.CreateAsync(new IntegrationDraft(made.Id, service.Source), by, cancellation)).Value);
        }
        return new DemoCast(staff, catalog, doors, days);
    }

    /// <summary>Who waits for news of what others repair: from now on, so that nobody's notifications begin with a month of them.</summary>
    public async Task WatchAsync(DemoCast cast, CancellationToken cancellation)
    {
        (await watches.WatchAsync(WatchKind.Team, cast.Services["Checkout"].TeamId!.Value, cast.By("Chen"), cancellation)).MustSucceed();
        (await watches.WatchAsync(WatchKind.Team, cast.Services["Search"].TeamId!.Value, cast.By("Bo"), cancellation)).MustSucceed();
        (await watches.WatchAsync(WatchKind.Service, cast.Services["Checkout"].Id, cast.By("Femi"), cancellation)).MustSucceed();
    }

    /// <summary>The administrator who sets the desk up and adds the others.</summary>
    private async Task<Outcome<PersonView>> FirstAsync(PersonDraft draft, CancellationToken cancellation)
    {
        var made = (await setUp.CreateAsync(new FirstAdministrator(draft.Name, draft.Email, draft.Password), "web", cancellation)).Value;
        return await people.ChangeAsync(made.Id, draft with { Password = null }, 1, new Caller(made.Id, draft.Name, "web"), cancellation);
    }

    /// <summary>Cover for a coming day, as people arrange it among themselves.</summary>
    public async Task CoverAsync(DemoCast cast, DateTimeOffset now, CancellationToken cancellation)
    {
        var from = new DateTimeOffset(now.UtcDateTime.Date.AddDays(2).AddHours(8), TimeSpan.Zero);
        (await schedules.AddOverrideAsync(cast.Days.Id, new OverrideDraft(cast.People["Eva"].Id, from, from.AddHours(10)), cast.By("Eva"), cancellation)).MustSucceed();
    }

    private async Task<Dictionary<string, Guid>> PoliciesAsync(Dictionary<string, PersonView> staff, Dictionary<string, TeamView> owners,
        ScheduleView weeks, ScheduleView days, Caller by, CancellationToken cancellation)
    {
        var (first, second) = (new Target(TargetKind.Schedule, weeks.Id), new Target(TargetKind.Schedule, days.Id));
        Target Person(string name) => new(TargetKind.Person, staff[name].Id);
        Target Team(string name) => new(TargetKind.Team, owners[name].Id);
        return new Dictionary<string, Guid>
        {
            ["shop"] = await PolicyAsync("Shop 24/7", 2, [Step(5, first), Step(5, Person("Bo")), Step(10, Team("Shop"), Person("Chen"))], by, cancellation),
            ["platform"] = await PolicyAsync("Platform 24/7", 2, [Step(5, second), Step(10, Team("Platform")), Step(15, Person("Chen"))], by, cancellation),
            ["calm"] = await PolicyAsync("Low priority", 0, [Step(30, second), Step(60, Team("Growth"))], by, cancellation),
        };
    }

    private async Task<Guid> PolicyAsync(string name, int repeats, PolicyStep[] steps, Caller by, CancellationToken cancellation) =>
        (await policies.CreateAsync(new PolicyDraft(name, steps, repeats), by, cancellation)).Value.Id;

    private static PolicyStep Step(int minutes, params Target[] targets) => new(TimeSpan.FromMinutes(minutes), targets);

    private static ScheduleDraft Rota(string name, Rotation rotation, string handoff, LocalDate start, Dictionary<string, PersonView> staff,
        params string[] turns) => new(name, Zone,
        [new LayerDraft([.. turns.Select(t => staff[t].Id)], rotation.ToString().ToLowerInvariant(), handoff, LocalDatePattern.Iso.Format(start), "Primary rotation")]);

    // The Monday at whose hand-off the present week began.
    private static LocalDate Monday(DateTimeOffset now)
    {
        var day = Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb[Zone]).LocalDateTime.PlusHours(-9).Date;
        return day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday);
    }

    private static readonly (string Name, string Family, Role Role, string Zone)[] Staff =
    [
        ("Chen", "Wei", Role.Administrator, "Asia/Shanghai"),
        ("Ana", "Lindner", Role.Responder, "Europe/Berlin"),
        ("Bo", "Karlsson", Role.Manager, "Europe/Stockholm"),
        ("Dilip", "Rao", Role.Responder, "Asia/Kolkata"),
        ("Eva", "Moreno", Role.Responder, "America/New_York"),
        ("Femi", "Adeyemi", Role.Responder, "Africa/Lagos"),
    ];

    private static readonly (string Name, string[] Members)[] Teams =
        [("Shop", ["Ana", "Bo", "Eva"]), ("Platform", ["Dilip", "Femi", "Bo"]), ("Growth", ["Eva", "Femi"])];

    private static readonly (string Name, string Team, int Tier, string Policy, string Source)[] Services =
    [
        ("Checkout", "Shop", 1, "shop", "prometheus"),
        ("Payments", "Shop", 1, "shop", "prometheus"),
        ("Search", "Platform", 2, "platform", "prometheus"),
        ("Product pages", "Platform", 2, "platform", "generic"),
        ("Warehouse", "Platform", 3, "platform", "generic"),
        ("Newsletter", "Growth", 4, "calm", "generic"),
    ];
}
