using System.Net;
using System.Text.Json.Nodes;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>Changes of schedules through the API: what a program that reads a schedule and sends it back changed does to who is on call.</summary>
public sealed class ScheduleApiTests(SharedApi api) : IClassFixture<SharedApi>
{
    [Fact]
    public async Task Somebody_new_at_the_end_of_a_running_rotation_leaves_whoever_is_on_call_and_every_shift_of_the_past()
    {
        var (ana, people) = (api.Host.Ana, await PeopleAsync("A", "B", "C", "E"));
        var start = DateTime.UnixEpoch.AddDays(20_000).ToString("yyyy-MM-dd");
        var made = (await ana.PostAsync("/schedules", new
        {
            name = api.Name("Rota"),
            timeZone = "UTC",
            layers = new[] { new { people = people[..3], rotation = "daily", handoff = "00:00", start } },
        })).Is(HttpStatusCode.Created);
        var path = $"/schedules/{made.Text("id")}";
        var (on, past) = (await OnCallAsync(made.Text("id")), await ShiftsAsync(path, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"));

        var read = (await ana.GetAsync(path)).Json.AsObject();
        read["layers"]![0]!["people"]!.AsArray().Add(people[3]);
        var changed = (await ana.PutAsync(path, read)).Is(HttpStatusCode.OK);
        (await OnCallAsync(made.Text("id"))).ShouldBe(on);
        (await ShiftsAsync(path, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")).ShouldBe(past);
        changed.Json["effectiveFrom"].ShouldNotBeNull();
        changed.Json["layers"]![0]!["id"]!.ToString().ShouldBe(read["layers"]![0]!["id"]!.ToString());

        var again = (await ana.GetAsync(path)).Json.AsObject();
        again["layers"]![0]!["people"] = new JsonArray(people[3]);
        again["takesEffect"] = "now";
        (await ana.PutAsync(path, again)).Is(HttpStatusCode.OK).Json["effectiveFrom"].ShouldBeNull();
        (await OnCallAsync(made.Text("id"))).ShouldBe(people[3]);
        (await ShiftsAsync(path, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")).ShouldBe(past);
        again["takesEffect"] = "later";
        again["version"] = 3;
        (await ana.PutAsync(path, again)).Names("takesEffect");
    }

    [Fact]
    public async Task People_choose_utc_for_themselves_and_nobody_else()
    {
        var (vera, id) = await api.Host.PersonAsync("Vera", "responder");
        var (max, _) = await api.Host.PersonAsync("Max", "manager");
        (await vera.PostAsync($"/people/{id}/time-display", new { utc = true })).Is(HttpStatusCode.OK);
        ((bool)(await vera.GetAsync($"/people/{id}")).Json["readsUtc"]!).ShouldBeTrue();
        (await max.PostAsync($"/people/{id}/time-display", new { utc = false })).IsProblem(HttpStatusCode.Forbidden);
    }

    private async Task<string[]> PeopleAsync(params string[] names) =>
        [.. await Task.WhenAll(names.Select(async name => (await api.Host.PersonAsync(name, "responder")).Id.ToString()))];

    private async Task<string> OnCallAsync(string schedule) => (await api.Host.Ana.GetAsync("/on-call")).Json["schedules"]!.AsArray()
        .Single(s => s!["schedule"]!["id"]!.ToString() == schedule)!["people"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString();

    private async Task<string> ShiftsAsync(string path, string from, string to) =>
        (await api.Host.Ana.GetAsync($"{path}/shifts?from={from}&to={to}")).Is(HttpStatusCode.OK).Json["items"]!.ToJsonString();
}
