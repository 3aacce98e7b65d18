using System.Security.Cryptography;
using System.Text;
using IncidentDesk.Alerts;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Demo;

/// <summary>What a start found, and whether it has to fill the desk.</summary>
public enum DemoFinding
{
    /// <summary>Nobody exists: the demo can be made.</summary>
    Empty,

    /// <summary>A demo that was being filled when the program ended.</summary>
    HalfFilled,

    /// <summary>A demo that can be played.</summary>
    Ready,

    /// <summary>Something that is no demo.</summary>
    Somebodys,
}

/// <summary>
/// Makes a desk a demo: an online shop with a month behind it, through the verbs that people use. It runs before the engine and the pages of any node, because it
/// moves the desk's clock; it has an engine of its own, which sends nothing out.
/// </summary>
public sealed class DemoFill
{
    private const int Days = 31;
    private const string PasswordLetters = "abcdefghjkmnpqrstuvwxyz23456789";
    private readonly Desk _desk;
    private readonly SecretBox _box;
    private readonly JobEngine _engine;
    private readonly DemoTime _time;
    private readonly DemoCasting _casting;
    private readonly DemoRunbooks _runbooks;
    private readonly DemoIncidents _incidents;
    private readonly DemoLearning _learning;
    private readonly ContactMethodActions _methods;
    private readonly NotificationRuleActions _rules;
    private readonly NotificationActions _notifications;
    private readonly Intake _intake;

    internal DemoFill(Desk desk, SecretBox box, JobEngine engine, DemoTime time, DemoCasting casting, DemoRunbooks runbooks, DemoIncidents incidents, DemoLearning learning,
        ContactMethodActions methods, NotificationRuleActions rules, NotificationActions notifications, Intake intake) =>
        (_desk, _box, _engine, _time, _casting, _runbooks, _incidents, _learning, _methods, _rules, _notifications, _intake) =
        (desk, box, engine, time, casting, runbooks, incidents, learning, methods, rules, notifications, intake);

    /// <summary>What the database holds.</summary>
    public async Task<DemoFinding> LookAsync(CancellationToken cancellation)
    {
        await using var db = await _desk.ReadAsync(cancellation);
        var stage = await db.Set<DemoState>().Select(d => (DemoStage?)d.Stage).SingleOrDefaultAsync(cancellation);
        return stage switch
        {
            DemoStage.Ready => DemoFinding.Ready,
            DemoStage.Filling => DemoFinding.HalfFilled,
            _ => await db.Set<Person>().AnyAsync(cancellation) ? DemoFinding.Somebodys : DemoFinding.Empty,
        };
    }

    /// <summary>Takes away what was half filled, and sets the clock right.</summary>
    public Task ClearAsync(CancellationToken cancellation) => _desk.InTransactionAsync<bool>(async work =>
    {
        await DemoContent.EmptyAsync(work);
        return true;
    }, cancellation);

    /// <summary>Fills an empty desk. <paramref name="withMail"/>: people get an address for mail too, because there is a server to send through.</summary>
    public async Task RunAsync(DemoShopPlace shop, bool withMail, CancellationToken cancellation)
    {
        var made = await _time.BackAsync(cancellation);
        var password = $"demo-{Letters()}-{Letters()}";
        await MarkAsync(new DemoState { MadeAt = made, Password = _box.Protect(Encoding.UTF8.GetBytes(password)), ShopPort = shop.Port }, cancellation);
        await _time.SetAsync(made.AddDays(-Days), cancellation);
        await _time.EnsurePartitionsAsync(cancellation);
        await _engine.PrepareAsync(cancellation);
        await _intake.StartAsync(cancellation);
        var cast = await _casting.SetUpAsync(password, made, cancellation);
        await PhonesAsync(cast, shop, cancellation);
        await _runbooks.WriteAsync(cast, shop, cancellation);
        foreach (var step in Month(cast, made).OrderBy(s => s.At))
        {
            await _time.PassToAsync(step.At, cancellation);
            await step.Do(cancellation);
        }
        await _time.PassToAsync(made, cancellation);
        await _intake.StopAsync(cancellation);
        await _time.BackAsync(cancellation);
        await _casting.CoverAsync(cast, made, cancellation);
        await WaitForNewsAsync(cast, cancellation);
        if (withMail)
        {
            await MailAsync(cast, cancellation);
        }
        await ReadyAsync(cast.Integrations["Checkout"].Id, cancellation);
    }

    private IEnumerable<DemoStep> Month(DemoCast cast, DateTimeOffset made)
    {
        foreach (var story in DemoMonth.Stories)
        {
            var incident = Guid.Empty;
            var steps = _incidents.Steps(story, cast, made, id => incident = id).ToList();
            var over = steps[^1].At;
            foreach (var step in steps.Concat(story.Postmortem is { } learned ? _learning.Steps(learned, cast, over, made, () => incident) : []))
            {
                yield return step;
            }
        }
    }

    /// <summary>A webhook to each person's phone, which the shop shows.</summary>
    private async Task PhonesAsync(DemoCast cast, DemoShopPlace shop, CancellationToken cancellation)
    {
        foreach (var (name, person) in cast.People)
        {
            (await _methods.AddAsync(person.Id, ContactKind.Webhook, shop.Url($"phones/{name.ToLowerInvariant()}"), verified: true, cast.By("Chen"), cancellation)).MustSucceed();
        }
    }

    /// <summary>People watch, and have seen all of the month; Chen's status updates go to his phone too.</summary>
    private async Task WaitForNewsAsync(DemoCast cast, CancellationToken cancellation)
    {
        await _casting.WatchAsync(cast, cancellation);
        foreach (var name in cast.People.Keys)
        {
            await _notifications.SeenAsync(cast.By(name), cancellation: cancellation);
        }
        await using var db = await _desk.ReadAsync(cancellation);
        var phone = (await db.ContactMethodsAsync(cast.People["Chen"].Id, cancellation)).Single(m => m.Kind == ContactKind.Webhook);
        (await _rules.AddAsync(phone.PersonId, RuleFor.Updates, TimeSpan.Zero, phone.Id, cast.By("Chen"), cancellation)).MustSucceed();
    }

    private async Task MailAsync(DemoCast cast, CancellationToken cancellation)
    {
        foreach (var person in cast.People.Values)
        {
            (await _methods.AddAsync(person.Id, ContactKind.Email, person.Email, verified: true, cast.By("Chen"), cancellation)).MustSucceed();
        }
    }

    private Task MarkAsync(DemoState state, CancellationToken cancellation) => _desk.InTransactionAsync(work =>
    {
        work.Db.Add(state);
        return Task.FromResult(true);
    }, cancellation);

    // The outage is asked for with it: it is the first thing that a newcomer sees.
    private Task ReadyAsync(Guid integration, CancellationToken cancellation) => _desk.InTransactionAsync<bool>(async work =>
    {
        var demo = await work.Db.Set<DemoState>().SingleAsync(work.Cancellation);
        (demo.Stage, demo.IntegrationId, demo.OutageAskedAt) = (DemoStage.Ready, integration, work.Now);
        return true;
    }, cancellation);

    private static string Letters() => RandomNumberGenerator.GetString(PasswordLetters, 4);
}
