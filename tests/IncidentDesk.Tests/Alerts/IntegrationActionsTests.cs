using System.Buffers.Text;
using IncidentDesk.Alerts;
using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Tests.Alerts;

public sealed class IntegrationActionsTests
{
    [Fact]
    public async Task A_key_is_shown_to_those_who_may_and_stored_only_hashed_and_boxed()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var service = await desk.ServiceAsync("Checkout");

        var made = (await desk.Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, "prometheus"), desk.By)).Value;

        Base64Url.DecodeFromChars(made.Key).Length.ShouldBe(32);
        made.Name.ShouldBe("Prometheus for Checkout");
        made.Path.ShouldBe($"/intake/prometheus/{made.Key}");
        var queries = desk.Get<IntegrationQueries>();
        (await queries.GetAsync(made.Id, _ => true)).ShouldBe(made);
        (await queries.GetAsync(made.Id, null))!.Key.ShouldBeNull();
        (await queries.ListAsync(new(), _ => true, service.Id)).Items.ShouldHaveSingleItem().Key.ShouldBe(made.Key);
        (await queries.ListAsync(new(), _ => true, Guid.NewGuid())).Items.ShouldBeEmpty();
        await using var db = await desk.ReadAsync();
        var row = await db.Set<Integration>().SingleAsync();
        row.KeyHash.ShouldBe(BearerSecret.Hash(made.Key!));
        (await db.Set<AuditEntry>().Select(e => e.Detail).ToListAsync()).ShouldAllBe(d => !d.Contains(made.Key!));
    }

    [Fact]
    public async Task An_unknown_source_or_service_is_named()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        (await desk.Get<IntegrationActions>().CreateAsync(new IntegrationDraft(Guid.NewGuid(), "carrier-pigeon", " "), desk.By))
            .Fields().ShouldBe(["name", "serviceId", "source"]);
    }

    [Fact]
    public async Task A_new_key_replaces_the_old_one()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var service = await desk.ServiceAsync("Checkout");
        var made = (await desk.Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, "generic"), desk.By)).Value;

        var rotated = (await desk.Get<IntegrationActions>().RotateKeyAsync(made.Id, made.Version, desk.By)).Value;

        rotated.Key.ShouldNotBe(made.Key);
        await using var db = await desk.ReadAsync();
        (await db.Set<Integration>().SingleAsync()).KeyHash.ShouldBe(BearerSecret.Hash(rotated.Key!));
        (await desk.Get<IntegrationActions>().RotateKeyAsync(made.Id, made.Version, desk.By)).Refused().ShouldBeOfType<Refusal.Stale>();
    }

    [Fact]
    public async Task The_source_of_an_integration_stays()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var service = await desk.ServiceAsync("Checkout");
        var other = await desk.ServiceAsync("Search");
        var made = (await desk.Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, "generic"), desk.By)).Value;

        (await desk.Get<IntegrationActions>().ChangeAsync(made.Id, new(service.Id, "prometheus"), 1, desk.By)).Fields().ShouldBe(["source"]);
        var moved = (await desk.Get<IntegrationActions>().ChangeAsync(made.Id, new(other.Id, "generic", "Probes"), 1, desk.By)).Value;

        moved.ShouldBe(made with { ServiceId = other.Id, Name = "Probes", Version = 2 });
    }

    [Fact]
    public async Task The_rejected_log_shows_the_newest_first()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var service = await desk.ServiceAsync("Checkout");
        var made = (await desk.Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, "generic"), desk.By)).Value;
        await using (var db = await desk.ReadAsync())
        {
            foreach (var minute in Enumerable.Range(0, 3))
            {
                var at = made.CreatedAt.AddMinutes(minute);
                db.Add(new RejectedRequest { Id = Ids.New(at), IntegrationId = made.Id, At = at, Reason = $"reason {minute}", Body = "{" });
            }
            await db.SaveChangesAsync();
        }
        var queries = desk.Get<IntegrationQueries>();

        var first = (await queries.RejectedAsync(made.Id, new PageAsk(Limit: 2))).Value;
        var second = (await queries.RejectedAsync(made.Id, new PageAsk(first.NextCursor, 2))).Value;

        first.Items.Concat(second.Items).Select(r => r.Reason).ShouldBe(["reason 2", "reason 1", "reason 0"]);
        (await queries.RejectedAsync(Guid.NewGuid(), new PageAsk())).Refused().ShouldBeOfType<Refusal.NotFound>();
    }
}
