using System.Diagnostics;
using System.Net;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Journeys;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>What a flood at the web leaves of intake and engine, on a desk with few connections.</summary>
public sealed class SignInFloodTests
{
    private const int Connections = 12;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_strangers_flood_the_sign_in_page_intake_answers_soon_and_each_of_them_is_answered(bool known)
    {
        await using var smtp = new SmtpSink();
        await using var host = await StartAsync();
        await using var desk = await Outage.AtAsync(host.Address, host.Database, smtp);
        var person = await host.AddPersonAsync(Role.Viewer);
        await SlowDownAsync(host, person);
        using var browser = host.NewBrowser();
        await browser.GetAsync("/sign-in");
        var address = known ? person.Email : "nobody@example.com";

        var flood = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => browser.SignInAsync(address, "not the password")));
        var probes = 0;
        do
        {
            var started = Stopwatch.GetTimestamp();
            (await SendAsync(desk)).ShouldBe(HttpStatusCode.Accepted);
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Soon);
            probes++;
        }
        while (!flood.IsCompleted);

        probes.ShouldBeGreaterThan(1);
        var answers = await flood;
        answers.Select(a => a.StatusCode).Distinct().ShouldBeSubsetOf([HttpStatusCode.UnprocessableEntity, HttpStatusCode.ServiceUnavailable]);
        var turnedAway = answers.FirstOrDefault(a => a.StatusCode == HttpStatusCode.ServiceUnavailable);
        if (known)
        {
            // Only the known one's password is so slow to compare that the gate must overflow.
            turnedAway.ShouldNotBeNull().Headers.RetryAfter!.Delta.ShouldBe(PasswordWork.ComeAgain);
            (await turnedAway.Content.ReadAsStringAsync()).ShouldContain("Too many people are signing in right now. Try again in a few seconds.");
        }
        await desk.IncidentAsync("triggered");
    }

    [Fact]
    public async Task While_pages_hold_all_connections_of_the_web_intake_and_engine_go_on()
    {
        await using var smtp = new SmtpSink();
        await using var host = await StartAsync();
        await using var desk = await Outage.AtAsync(host.Address, host.Database, smtp);
        var held = new List<NpgsqlConnection>();
        try
        {
            var web = host.Services.GetRequiredService<NpgsqlDataSource>();
            using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                while (true)
                {
                    held.Add(await web.OpenConnectionAsync(enough.Token));
                }
            }
            catch (OperationCanceledException)
            {
                held.Count.ShouldBeInRange(1, Connections - 1);
            }

            (await SendAsync(desk)).ShouldBe(HttpStatusCode.Accepted);
            await Wait.UntilAsync(async () => (long)(await desk.SqlAsync("SELECT count(*) FROM notifications WHERE status <> 'queued'"))! > 0,
                TimeSpan.FromSeconds(60), "the engine to page somebody");
        }
        finally
        {
            held.ForEach(c => c.Dispose());
        }
    }

    private static async Task<AccessHost> StartAsync() => await AccessHost.StartAsync(new HostOptions
    {
        Database = $"{await TestPostgres.NewDatabaseAsync()};Maximum Pool Size={Connections}",
        Environment = new()
        {
            ["INCIDENTDESK_ADMIN_EMAIL"] = "root@example.com",
            ["INCIDENTDESK_ADMIN_TOKEN"] = Outage.AdministratorToken,
        },
    });

    /// <summary>As slow to compare as on a slower machine: the cost stands in the hash.</summary>
    private static async Task SlowDownAsync(AccessHost host, Person person)
    {
        var slow = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 600_000 }));
        var hash = slow.HashPassword(new Account(), AccessHost.Password);
        await host.Desk.InTransactionAsync(async work =>
        {
            (await work.Db.FindAsync<Account>(person.Id))!.PasswordHash = hash;
            return true;
        });
    }

    private static async Task<HttpStatusCode> SendAsync(Outage desk)
    {
        using var sender = new HttpClient();
        using var body = new StringContent(Captured.Body("alertmanager", "01-firing-unicode.json"), System.Text.Encoding.UTF8, "application/json");
        using var answer = await sender.PostAsync(desk.Intake, body);
        return answer.StatusCode;
    }
}
