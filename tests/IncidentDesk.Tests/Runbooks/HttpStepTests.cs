using IncidentDesk.Runbooks;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Runbooks;

/// <summary>HTTP steps against a real server on loopback.</summary>
public sealed class HttpStepTests
{
    [Fact]
    public async Task A_call_sends_what_the_step_says_and_judges_the_answer()
    {
        await using var server = new WebhookSink { OnRequest = _ => new WebhookAnswer(202, "accepted: job 7") };
        await using var desk = await RunDesk.StartAsync();
        (await desk.Desk.Get<SecretActions>().CreateAsync(new SecretDraft("key", "hunter2hunter2"), desk.Ana)).Succeeded.ShouldBeTrue();
        var call = new RunbookStep(StepKind.Http, Method: "POST", Url: $"{server.Url}deploy?v=1", Headers: [new("Authorization", "Bearer ${secret:key}")],
            Body: """{"version":"4.8.0"}""", ExpectedStatus: 202, ExpectedText: "job 7");
        var run = await desk.DoAsync(call, call with { ExpectedText = "job 8" });

        run.Steps.Select(s => (s.Status, s.ExitCode)).ShouldBe([(StepStatus.Succeeded, 202), (StepStatus.Failed, 202)]);
        run.Steps[1].Reason.ShouldBe("The response was 202 but does not contain \"job 8\".");
        var request = server.Requests[0];
        (request.Method, request.Path, request.Text).ShouldBe(("POST", "/deploy?v=1", """{"version":"4.8.0"}"""));
        (request.Headers["Authorization"], request.Headers["Content-Type"]).ShouldBe(("Bearer hunter2hunter2", "application/json; charset=utf-8"));
        (await desk.LogAsync(run.Id)).ShouldContain("202 Sink\naccepted: job 7\n");
    }

    [Fact]
    public async Task A_check_is_repeated_until_it_holds()
    {
        var asked = 0;
        await using var server = new WebhookSink { OnRequest = _ => Interlocked.Increment(ref asked) < 3 ? new WebhookAnswer(503, "starting") : new WebhookAnswer(200, "version 4.8.0") };
        await using var desk = await RunDesk.StartAsync();
        var run = await desk.DoAsync(new RunbookStep(StepKind.Http, Url: server.Url.ToString(), ExpectedText: "4.8.0", Retry: true, TimeLimit: TimeSpan.FromSeconds(30)));
        run.Status.ShouldBe(RunStatus.Succeeded);
        asked.ShouldBe(3);
        (await desk.LogAsync(run.Id)).ShouldContain("The response was 503. Retrying every second.\n200 Sink\nversion 4.8.0");
    }

    [Fact]
    public async Task Redirects_are_not_followed_large_answers_are_cut_and_a_silent_server_ends_at_the_limit()
    {
        await using var server = new WebhookSink
        {
            OnRequest = r => r.Path switch
            {
                "/moved" => new WebhookAnswer(302) { Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" } },
                "/large" => new WebhookAnswer(200, new string('x', 300_000)),
                _ => WebhookAnswer.Hang,
            },
        };
        await using var desk = await RunDesk.StartAsync();
        RunbookStep Get(string path) => new(StepKind.Http, Url: new Uri(server.Url, path).ToString(), TimeLimit: TimeSpan.FromSeconds(1));
        (await desk.DoAsync(Get("moved"))).Steps[0].Reason.ShouldBe("The response was 302.");
        var large = await desk.DoAsync(Get("large"));
        large.Status.ShouldBe(RunStatus.Succeeded);
        (await desk.LogAsync(large.Id)).Length.ShouldBeLessThan(10_000);
        (await desk.DoAsync(Get("silent"))).Steps[0].Reason.ShouldNotBeNull().ShouldStartWith("It took longer than 1.0 s");
        server.Requests.ShouldNotContain(r => r.Path == "/elsewhere");
    }
}
