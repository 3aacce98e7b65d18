using System.Net;
using IncidentDesk.Jobs;

namespace IncidentDesk.Web.Tests.Api;

public sealed class IdempotencyTests(SharedApi api) : IClassFixture<SharedApi>
{
    [Fact]
    public async Task A_repeated_request_is_answered_like_the_first_and_does_nothing_more()
    {
        var host = api.Host;
        var key = api.Name("key");
        var web = api.Name("Web");

        var first = (await host.Ana.PostAsync("/teams", new { name = web }, key)).Is(HttpStatusCode.Created);
        var again = (await host.Ana.PostAsync("/teams", new { name = web }, key)).Is(HttpStatusCode.Created);

        again.Body.ShouldBe(first.Body);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        again.Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        (await host.SqlAsync($"SELECT count(*) FROM teams WHERE name = '{web}'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused_and_another_caller_has_keys_of_their_own()
    {
        var host = api.Host;
        var key = api.Name("key");
        var web = api.Name("Web");
        var (max, _) = await host.PersonAsync("Max", "administrator");
        await host.Ana.PostAsync("/teams", new { name = web }, key);

        (await host.Ana.PostAsync("/teams", new { name = "Other" }, key)).Names("Idempotency-Key");
        (await host.Ana.PostAsync("/services", new { name = web }, key)).Names("Idempotency-Key");
        (await max.PostAsync("/teams", new { name = "Other" }, key)).Is(HttpStatusCode.Created);
        (await host.Ana.PostAsync("/teams", new { name = "Long" }, new string('k', 201))).Names("Idempotency-Key");
        (await host.SqlAsync("SELECT count(*) FROM teams WHERE name IN ('Other', 'Long')")).ShouldBe(1L);
    }

    [Fact]
    public async Task Of_duplicates_at_once_one_takes_effect_and_all_get_its_answer()
    {
        var host = api.Host;
        var key = api.Name("key");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.Ana.PostAsync("/services", new { name = "Twelvefold" }, key)));

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.Created);
        answers.Select(a => a.Body).Distinct().ShouldHaveSingleItem();
        answers.Count(a => !a.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
        (await host.SqlAsync("SELECT count(*) FROM services WHERE name = 'Twelvefold'")).ShouldBe(1L);
        (await host.SqlAsync($"SELECT count(*) FROM audit_entries WHERE subject_id = '{answers[0].Text("id")}'")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_refused_request_leaves_nothing_and_its_key_free()
    {
        var host = api.Host;
        var key = api.Name("key");
        var key2 = api.Name("key");
        var web = api.Name("Web");

        (await host.Ana.PostAsync("/teams", new { name = "" }, key)).Names("name");
        var made = (await host.Ana.PostAsync("/teams", new { name = web }, key)).Is(HttpStatusCode.Created);
        (await host.Ana.PostAsync("/teams", new { name = web }, key2)).Names("name");
        (await host.SqlAsync($"SELECT count(*) FROM idempotent_requests WHERE key IN ('{key}', '{key2}')")).ShouldBe(1L);
        (await host.SqlAsync($"SELECT count(*) FROM audit_entries WHERE subject_id = '{made.Text("id")}'")).ShouldBe(1L);
    }

    [Fact]
    public async Task An_opened_incident_is_read_inside_its_own_transaction()
    {
        var host = api.Host;
        var key = api.Name("key");
        var key2 = api.Name("key");
        var service = await host.Ana.PostAsync("/services", new { name = "Checkout" });
        var body = new { serviceId = service.Text("id"), title = "Down", severity = "SEV2" };

        var first = (await host.Ana.PostAsync("/incidents", body, key)).Is(HttpStatusCode.Created);
        (await host.Ana.PostAsync("/incidents", body, key)).Body.ShouldBe(first.Body);

        (await host.Ana.PostAsync($"/incidents/{first.Json["number"]}/acknowledge", null, key2)).Is(HttpStatusCode.OK).Text("status").ShouldBe("acknowledged");
        (await host.SqlAsync("SELECT count(*) FROM incidents")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_token_in_a_kept_answer_can_not_be_read_from_the_database()
    {
        var host = api.Host;
        var key = api.Name("key");

        var first = (await host.Ana.PostAsync("/tokens", new { name = "ci", scope = "viewer" }, key)).Is(HttpStatusCode.Created);

        ((string)(await host.SqlAsync("SELECT string_agg(answer, ' ') FROM idempotent_requests"))!).ShouldNotContain(first.Text("token"));
        (await host.Ana.PostAsync("/tokens", new { name = "ci", scope = "viewer" }, key)).Text("token").ShouldBe(first.Text("token"));
    }

    [Fact]
    public async Task A_wrong_code_counts_whatever_its_key()
    {
        var host = api.Host;
        var (vera, id) = await host.PersonAsync("Vera", "responder");
        var method = await vera.PostAsync($"/people/{id}/contact-methods", new { kind = "email", address = "vera@example.com" });

        foreach (var i in Enumerable.Range(0, 3))
        {
            (await vera.PostAsync($"/people/{id}/contact-methods/{method.Text("id")}/verify", new { code = "nonsense" }, $"key-{i}")).Names("code");
        }
        (await host.SqlAsync("SELECT code_tries FROM contact_methods")).ShouldBe(3);
    }

    [Fact]
    public async Task After_a_day_a_key_is_forgotten_and_cleaned_away()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Ana.PostAsync("/teams", new { name = "Web" }, "key-1");
        await host.SqlAsync("UPDATE desk_clock SET shift = interval '24 hours 1 second'");

        (await host.Ana.PostAsync("/teams", new { name = "Other" }, "key-1")).Is(HttpStatusCode.Created);

        await host.SqlAsync("UPDATE desk_clock SET shift = interval '49 hours'");
        await WaitAsync(async () => (long)(await host.SqlAsync("SELECT count(*) FROM idempotent_requests"))! == 0, host.Get<JobEngine>());
    }

    private static async Task WaitAsync(Func<Task<bool>> condition, JobEngine engine)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(TimeSpan.FromSeconds(20));
            await engine.RunDueAsync();
        }
    }
}
