using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>Whatever is sent, the answer is clear, names the member, and nothing is stored.</summary>
public sealed class BadInputTests(SharedApi api) : IClassFixture<SharedApi>
{
    private const string Nobody = "\"00000000-0000-7000-8000-000000000000\"";

    [Fact]
    public async Task Wrong_members_are_named_by_their_path()
    {
        const string stored = "SELECT count(*) FROM audit_entries";
        var before = await api.Host.SqlAsync(stored);
        foreach (var (path, body, fields) in Wrong)
        {
            (await api.Ana.PostRawAsync(path, body)).Names(fields);
        }
        (await api.Host.SqlAsync(stored)).ShouldBe(before);
    }

    /// <summary>Every route that takes a body, from the description of the API, so that those to come are tried too.</summary>
    [Fact]
    public async Task No_text_of_any_route_may_hold_what_can_not_be_stored()
    {
        var described = (await api.Host.Stranger.GetAsync("/openapi/v1.json")).Json;
        var named = 0;
        foreach (var (path, verbs) in described["paths"]!.AsObject().Where(p => p.Key.StartsWith("/api/v1/", StringComparison.Ordinal)))
        {
            foreach (var method in new[] { "post", "put" }.Where(m => verbs![m]?["requestBody"] is not null))
            {
                var schema = Resolve(described, verbs![method]!["requestBody"]!["content"]!["application/json"]!["schema"]!);
                foreach (var (name, _) in (schema["properties"]?.AsObject() ?? []).Where(p => IsText(Resolve(described, p.Value!))))
                {
                    var address = Regex.Replace(Regex.Replace(path, @"\{(number|seq|step)\}", "1"), @"\{[^}]+\}", Guid.NewGuid().ToString());
                    var body = new StringContent($$"""{"{{name}}":"a\u0000b"}""", Encoding.UTF8, "application/json");
                    var answer = await api.Ana.SendAsync(new HttpMethod(method.ToUpperInvariant()), address["/api/v1".Length..], body);
                    answer.Status.ShouldBeOneOf([HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound], $"{method} {path}");
                    named += answer.Status == HttpStatusCode.UnprocessableEntity && answer.Json!["errors"]!.AsArray().Any(e => e!["field"]!.ToString() == name) ? 1 : 0;
                }
            }
        }
        named.ShouldBeGreaterThan(30);
    }

    private static bool IsText(JsonNode schema) => schema["format"] is null && schema["enum"] is null
        && (schema["type"] is JsonArray types ? types.Any(t => t!.ToString() == "string") : schema["type"]?.ToString() == "string");

    private static JsonNode Resolve(JsonNode described, JsonNode schema) =>
        schema["$ref"] is { } reference ? described["components"]!["schemas"]![reference.ToString().Split('/')[^1]]! : schema;

    /// <summary>Where to, what, and which members the answer must name.</summary>
    private static readonly (string Path, string Body, string[] Fields)[] Wrong =
    [
        // Missing, null, unknown, given twice, differently cased.
        ("/people", "{}", ["name", "email", "role"]),
        ("/people", """{"name":null,"email":"bo@example.com","role":"viewer"}""", ["name"]),
        ("/people", """{"name":"Bo","email":"bo@example.com","role":"viewer","nickname":"B"}""", ["nickname"]),
        ("/people", """{"name":"Bo","name":"Bob","email":"bo@example.com","role":"viewer"}""", ["name"]),
        ("/people", """{"Name":"Bo","email":"bo@example.com","role":"viewer"}""", ["Name", "name"]),
        // Another type.
        ("/people", "[]", [""]),
        ("/people", "\"Bo\"", [""]),
        ("/people", """{"name":7,"email":["bo@example.com"],"role":3,"timeZone":true}""", ["name", "email", "role", "timeZone"]),
        ("/people", """{"name":"Bo","email":"bo@example.com","role":"Viewer"}""", ["role"]),
        ("/people", """{"name":"Bo","email":"bo@example.com","role":"viewer, manager"}""", ["role"]),
        ("/teams", """{"name":"Web","members":"ana"}""", ["members"]),
        ("/teams", """{"name":"Web","members":[null,"ana",7]}""", ["members[0]", "members[1]", "members[2]"]),
        ("/services", """{"name":"Checkout","tier":"1","autoResolve":"yes","groupingWindow":600}""", ["tier", "groupingWindow", "autoResolve"]),
        ("/services", """{"name":"Checkout","tier":1.5}""", ["tier"]),
        ("/services", """{"name":"Checkout","tier":99999999999999999999}""", ["tier"]),
        ("/services", """{"name":"Checkout","groupingWindow":"10m","reopenWindow":"P1M"}""", ["groupingWindow", "reopenWindow"]),
        ("/escalation-policies", """{"name":"Night","steps":[{"delay":"PT5M","targets":[{"kind":"robot","id":"x"}]},7]}""",
            ["steps[0].targets[0].kind", "steps[0].targets[0].id", "steps[1]"]),
        // Right types, wrong sense.
        ("/people", """{"name":"  ","email":"bo","role":"viewer","timeZone":"Mars/Olympus","password":"short"}""", ["name", "email", "timeZone", "password"]),
        ("/teams", """{"name":"\u0000","members":[]}""", ["name"]),
        ("/services", """{"name":"a\u0000b"}""", ["name"]),
        ("/escalation-policies", """{"name":"\u0000","steps":[]}""", ["name"]),
        ("/runbook-secrets", """{"name":"a\u0000","value":"secret value"}""", ["name"]),
        ("/people", """{"name":"\u200b","email":"bo@example.com","role":"viewer"}""", ["name"]),
        ("/teams", """{"name":" \u202e\u2800 ","members":[]}""", ["name"]),
        ("/people", """{"name":"Bo\u0000","email":"bo@example.com","role":"viewer"}""", ["name"]),
        ("/people", """{"name":"Bo \ud83d","email":"bo@example.com","role":"viewer"}""", ["name"]),
        ("/people", """{"name":"Bo","email":"bo@example.com","role":"viewer","\ud83d":1}""", ["�"]),
        ("/people", $$"""{"name":"{{new string('x', 100_000)}}","email":"bo@example.com","role":"viewer"}""", ["name"]),
        ("/teams", $$"""{"name":"Web","members":[{{Nobody}}]}""", ["members[0]"]),
        ("/services", $$"""{"name":"Checkout","tier":5,"teamId":{{Nobody}},"escalationPolicyId":{{Nobody}},"groupingWindow":"PT25H","acknowledgementTimeout":"P2D"}""",
            ["tier", "teamId", "escalationPolicyId", "groupingWindow", "acknowledgementTimeout"]),
        ("/integrations", $$"""{"serviceId":{{Nobody}},"source":"carrier-pigeon"}""", ["serviceId", "source"]),
        ("/escalation-policies", $$"""{"name":"Night","repeats":51,"steps":[{"delay":"P2D","targets":[{"kind":"schedule","id":{{Nobody}}}]}]}""",
            ["repeats", "steps[0].delay", "steps[0].targets[0].id"]),
        ("/schedules", """{"name":"","timeZone":"Berlin","layers":[{"people":[],"rotation":"hourly","handoff":"9","start":"soon"}]}""",
            ["name", "timeZone", "layers[0].people", "layers[0].rotation", "layers[0].handoff", "layers[0].start"]),
        ("/incidents", $$"""{"serviceId":{{Nobody}},"title":"Down","severity":"SEV9"}""", ["severity"]),
        ("/incidents", $$"""{"serviceId":{{Nobody}},"title":"Down","severity":"sev1"}""", ["severity"]),
        ("/incidents", $$"""{"serviceId":{{Nobody}},"title":"Down","severity":"SEV1"}""", ["serviceId"]),
        ("/tokens", """{"name":"","scope":"root","expiresAt":"tomorrow"}""", ["scope", "expiresAt"]),
        ("/tokens", """{"name":"","scope":"viewer","expiresAt":"2020-01-01T00:00:00Z"}""", ["name", "expiresAt"]),
    ];

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"name\":\"Web\",}")]
    [InlineData("{\"name\":\"Web\"} trailing")]
    [InlineData("name=Web")]
    [InlineData("NaN")]
    public async Task What_is_no_json_is_said_so(string body)
    {
        (await api.Ana.PostRawAsync("/teams", body)).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Bodies_beyond_the_limits_are_refused()
    {
        static string Deep(int levels) => $$"""{"name":"Web","members":{{new string('[', levels)}}{{new string(']', levels)}}}""";

        (await api.Ana.PostRawAsync("/teams", Deep(33))).IsProblem(HttpStatusCode.BadRequest).Text("detail").ShouldContain("32 deep");
        (await api.Ana.PostRawAsync("/teams", Deep(100_000))).IsProblem(HttpStatusCode.BadRequest);
        (await api.Ana.PostRawAsync("/teams", new string(' ', 256 * 1024 + 1))).IsProblem(HttpStatusCode.RequestEntityTooLarge);
        (await api.Ana.SendAsync(HttpMethod.Post, "/teams", new Unmeasured(1024 * 1024))).IsProblem(HttpStatusCode.RequestEntityTooLarge);
        (await api.Ana.PostRawAsync("/teams", [.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8])).IsProblem(HttpStatusCode.BadRequest).Text("detail").ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("rubbish")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused(string? type)
    {
        (await api.Ana.PostRawAsync("/teams", """{"name":"Web"}""", type)).IsProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_json_suffix_counts_as_json()
    {
        (await api.Ana.PostRawAsync("/teams", $$"""{"name":"{{api.Name("Web")}}"}""", "application/vnd.desk+json;charset=UTF-8")).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("תשלומים ← 🛒👩‍👩‍👧 café")]
    [InlineData("<script>alert(1)</script> ' OR 1=1 -- \" \\")]
    [InlineData("‮reversed‬ \u200b zero")]
    public async Task Text_is_stored_and_answered_as_it_came(string name)
    {
        var made = (await api.Ana.PostAsync("/teams", new { name })).Is(HttpStatusCode.Created);
        (await api.Ana.GetAsync($"/teams/{made.Text("id")}")).Text("name").ShouldBe(name);
    }

    [Fact]
    public async Task An_unknown_address_is_answered_in_words()
    {
        (await api.Ana.GetAsync("/nothing-here")).IsProblem(HttpStatusCode.NotFound);
        (await api.Ana.GetAsync("/incidents/999999999999999999999999")).IsProblem(HttpStatusCode.NotFound);
    }

    /// <summary>Sends spaces without saying how many.</summary>
    private sealed class Unmeasured : HttpContent
    {
        private readonly int _length;

        public Unmeasured(int length)
        {
            _length = length;
            Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(Encoding.ASCII.GetBytes(new string(' ', _length))).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
