using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Tests.Fakes;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Tests.Postmortems;

/// <summary>A desk with a real mail server on loopback, after outages: Bo repairs and writes, Ana (manager) and Chen review.</summary>
public abstract class LookBack : IAsyncLifetime
{
    private Guid _service;

    protected SmtpSink Smtp { get; } = new();
    protected TestDesk Desk { get; private set; } = null!;
    protected PersonView Ana { get; private set; } = null!;
    protected PersonView Bo { get; private set; } = null!;
    protected PersonView Chen { get; private set; } = null!;

    protected PostmortemActions Write => Desk.Get<PostmortemActions>();
    protected ReviewActions Review => Desk.Get<ReviewActions>();
    protected ActionItemActions Items => Desk.Get<ActionItemActions>();

    public async ValueTask InitializeAsync()
    {
        Desk = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings(Smtp.Host, Smtp.Port, "desk@example.com", null, null, EmailSecurity.None)));
        (Ana, Bo, Chen) = (await Desk.PersonAsync("Ana", Role.Manager), await Desk.PersonAsync("Bo"), await Desk.PersonAsync("Chen"));
        // Nobody is paged here: what is sent is what these tests are about.
        _service = (await Desk.ServiceAsync(await Desk.PolicyAsync(await Desk.PersonAsync("Mute", reachable: false)))).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Smtp.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static Caller By(PersonView person) => new(person.Id, person.Name, "web");

    protected async Task<Incident> OpenAsync(Severity severity = Severity.Sev2) =>
        (await Desk.Get<IncidentActions>().OpenAsync(_service, "Checkout error rate 38%", severity, By(Bo))).Value;

    protected async Task<Incident> ResolvedAsync(Severity severity = Severity.Sev2)
    {
        var incident = await OpenAsync(severity);
        (await Desk.Get<IncidentActions>().ResolveAsync(incident.Id, By(Bo))).Succeeded.ShouldBeTrue();
        return incident;
    }

    /// <summary>A postmortem of a new incident, begun by Bo.</summary>
    protected async Task<Postmortem> StartedAsync(Severity severity = Severity.Sev2) => (await Write.StartAsync((await ResolvedAsync(severity)).Number, null, By(Bo))).Value;

    protected async Task<PostmortemView> ViewAsync(Guid id)
    {
        await using var db = await Desk.Desk.ReadAsync();
        return (await db.PostmortemAsync(id, await Desk.NowAsync(), CancellationToken.None))!;
    }

    protected async Task<List<string>> AuditAsync(Guid subject)
    {
        await using var db = await Desk.Desk.ReadAsync();
        return await db.Set<AuditEntry>().Where(e => e.SubjectId == subject).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => e.Actor + " " + e.Action).ToListAsync();
    }

    /// <summary>Moves the clock to an instant and does what is due.</summary>
    protected async Task ReachAsync(DateTimeOffset at)
    {
        await Desk.MoveClockAsync(at - await Desk.NowAsync());
        await Desk.RunAsync();
    }
}
