using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>
/// Mails the link of an invitation or a password reset to the address that its person signs in with. At least once, under the same Message-ID; it is
/// tried again until the mail server accepts or refuses the address, or the link is worth nothing any more.
/// </summary>
internal sealed class SendAccessLink(Desk desk, IEnumerable<IChannel> channels, PageLinks links, AccessLinkActions access) : IJobHandler
{
    /// <summary>The kind of its message.</summary>
    public const string Subject = "access-link";

    public string Kind => AccessLinkActions.MailKind;

    public async Task RunAsync(JobLease lease, CancellationToken cancellation)
    {
        var message = await desk.InTransactionAsync(work => ComposeAsync(work, lease), cancellation);
        if (message is null)
        {
            return;
        }
        var result = await channels.Single(c => c.Kind == ContactKind.Email).SendAsync(message, cancellation);
        await desk.InTransactionAsync(async work =>
        {
            await FinishAsync(work, lease, message.Id, result);
            return true;
        }, CancellationToken.None);
    }

    private async Task<Outgoing?> ComposeAsync(DeskTransaction work, JobLease lease)
    {
        await lease.AssertMineAsync(work);
        var found = await (from link in work.Db.Set<AccessLink>()
                           join person in work.Db.Set<Person>() on link.PersonId equals person.Id
                           join account in work.Db.Set<Account>() on person.Id equals account.Id
                           where link.Id == lease.Job.Subject
                           select new { link, person, account }).AsNoTracking().SingleOrDefaultAsync(work.Cancellation);
        if (found is null || !found.link.IsGood(found.person, found.account, work.Now))
        {
            await lease.FinishAsync(work);
            return null;
        }
        var (title, detail) = Words(found.link.Purpose, found.person.Email);
        return new Outgoing(found.link.Id, Subject, found.person.Name, found.person.Email, null, title, detail, Urgency.Low,
            links.ForPassword(access.OpenSecret(lease.Job.Payload)), found.person.Id, work.Now);
    }

    private static (string Title, string Detail) Words(AccessLinkPurpose purpose, string email) => purpose == AccessLinkPurpose.Invitation
        ? ("You are invited to IncidentDesk", $"An administrator added you to IncidentDesk. Set a password to sign in as {email}.\nThe link works once, within 7 days.")
        : ("Reset your IncidentDesk password", $"A password reset for {email} was requested.\nThe link works once, within an hour. If you did not request it, ignore this email: your password stays the same.");

    private static async Task FinishAsync(DeskTransaction work, JobLease lease, Guid id, SendResult result)
    {
        var link = await work.Db.Set<AccessLink>().SingleAsync(l => l.Id == id, work.Cancellation);
        link.MailAnswer = Text.Cut(result.Answer, 500);
        link.MailedAt = result.Outcome == AttemptOutcome.Sent ? work.Now : null;
        await work.Db.SaveChangesAsync(work.Cancellation);
        await (result.Outcome == AttemptOutcome.Deferred
            ? lease.RetryAsync(work, JobEngine.Pause(lease.Job.Attempt), result.Answer)
            : lease.FinishAsync(work));
    }
}
