using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Hosting;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>kill -9 of a real node at the two worst moments of a send; another node goes on where it died.</summary>
public sealed class KillTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Killed_between_claim_and_send_the_page_is_sent_by_the_next_node_and_the_first_attempt_is_unknown()
    {
        await using var smtp = new SmtpSink();
        var reached = new TaskCompletionSource();
        var killed = new TaskCompletionSource();
        smtp.OnRecipient = _ =>
        {
            reached.TrySetResult();
            killed.Task.Wait();
            return null;
        };
        await using var fault = await Fault.StartAsync(smtp, mail: null);
        await reached.Task.WaitAsync(Deadline);
        await fault.KillAsync();
        killed.SetResult();

        await fault.StartAnotherAsync();
        var mail = (await smtp.WaitForAsync(1, Deadline)).ShouldHaveSingleItem();
        mail.Recipients.ShouldBe(["ana@example.com"]);
        await fault.SentOnceInTheEndAsync();
        (await fault.Desk.SqlAsync("SELECT string_agg(outcome, ',' ORDER BY number) FROM notification_attempts")).ShouldBe("unknown,sent");
    }

    [Fact]
    public async Task Killed_between_send_and_finish_the_page_is_sent_again_under_the_same_id_and_marked_unknown()
    {
        await using var smtp = new SmtpSink();
        var reached = new TaskCompletionSource();
        var killed = new TaskCompletionSource();
        var first = 1;
        await using var fault = await Fault.StartAsync(smtp, mail =>
        {
            if (Interlocked.Exchange(ref first, 0) == 1)
            {
                reached.TrySetResult();
                killed.Task.Wait();
            }
            return MailFate.Accept;
        });
        await reached.Task.WaitAsync(Deadline);
        await fault.KillAsync();
        killed.SetResult();

        await fault.StartAnotherAsync();
        var mails = await smtp.WaitForAsync(2, Deadline);
        mails.Count.ShouldBe(2);
        mails.Select(m => m.Header("Message-ID")).Distinct().Count().ShouldBe(1);
        await fault.SentOnceInTheEndAsync();
        (await fault.Desk.SqlAsync("SELECT string_agg(outcome, ',' ORDER BY number) FROM notification_attempts")).ShouldBe("unknown,sent");
    }

    /// <summary>A node as a real process, an incident whose first mail is on its way, and the node that comes after.</summary>
    private sealed class Fault : IAsyncDisposable
    {
        private readonly string[] _arguments;
        private readonly List<DeskProcess> _nodes = [];

        private Fault(string[] arguments) => _arguments = arguments;

        public Outage Desk { get; private set; } = null!;

        public static async Task<Fault> StartAsync(SmtpSink smtp, Func<SinkMail, MailFate>? mail)
        {
            var database = await TestPostgres.NewDatabaseAsync();
            var port = DeskProcess.FreePort();
            var fault = new Fault([$"--urls=http://127.0.0.1:{port}", .. Outage.Settings(database, smtp).Select(s => "--" + s)]);
            await fault.StartAnotherAsync();
            if (mail is not null)
            {
                smtp.OnMail = mail;
            }
            fault.Desk = await Outage.AtAsync(new Uri($"http://127.0.0.1:{port}"), database, smtp);
            await fault.Desk.PostAsync("incidents", new { serviceId = fault.Desk.ServiceId, title = "Checkout is down", severity = "SEV1" });
            return fault;
        }

        public async Task StartAnotherAsync()
        {
            var node = new DeskProcess(_arguments, ("INCIDENTDESK_ADMIN_EMAIL", "root@example.com"), ("INCIDENTDESK_ADMIN_PASSWORD", "three calm otters"),
                ("INCIDENTDESK_ADMIN_TOKEN", Outage.AdministratorToken));
            _nodes.Add(node);
            await node.StartedAsync();
        }

        public Task KillAsync() => _nodes[^1].SignalAsync("KILL");

        public async Task SentOnceInTheEndAsync()
        {
            await Wait.UntilAsync(async () => (long)(await Desk.SqlAsync("SELECT count(*) FROM notifications WHERE method = 'email' AND status = 'sent'"))! == 1,
                Deadline, "the mail to be marked as sent");
            (await Desk.SqlAsync("SELECT count(*) FROM pages")).ShouldBe(1L);
            (await Desk.SqlAsync("SELECT count(*) FROM jobs WHERE kind = 'notification-send'")).ShouldBe(0L);
        }

        public async ValueTask DisposeAsync()
        {
            await Desk.DisposeAsync();
            foreach (var node in _nodes)
            {
                await node.DisposeAsync();
            }
        }
    }
}
