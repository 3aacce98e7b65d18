using System.Globalization;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace IncidentDesk.Postmortems;

/// <summary>That a manager's inbox was looked at in a week, and how much was in it: what makes the digest go out once, however often the job runs.</summary>
public sealed class ReviewDigest
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }

    /// <summary>The Monday, in the manager's zone.</summary>
    public DateOnly Week { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>How many things it named; with 0 nothing was sent.</summary>
    public int Items { get; init; }
}

internal sealed class ReviewDigestMapping : IEntityTypeConfiguration<ReviewDigest>
{
    public void Configure(EntityTypeBuilder<ReviewDigest> table)
    {
        table.ToTable("review_digests");
        table.Property(d => d.Id).ValueGeneratedNever();
        table.HasIndex(d => new { d.PersonId, d.Week }).IsUnique();
    }
}

/// <summary>When and what, as pure decisions.</summary>
public static class DigestRule
{
    /// <summary>How late a digest may still go out, after a desk was down: on Wednesday nobody wants Monday's.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(2);

    private const int Named = 5;

    /// <summary>The week whose digest is due now for somebody in this zone; null outside Monday 09:00 and two days on.</summary>
    public static DateOnly? DueWeek(string zone, DateTimeOffset now)
    {
        var monday = LocalDays.Monday(LocalDays.Today(zone, now));
        var morning = LocalDays.MorningOf(zone, monday);
        return morning <= now && now < morning + Grace ? monday : null;
    }

    /// <summary>The words of the digest; links are made by <paramref name="link"/> from paths inside the program.</summary>
    public static (string Title, string Detail) Words(ReviewInbox inbox, DateOnly today, Func<string, string> link)
    {
        var counts = new[]
        {
            Count(inbox.Awaiting.Count, "pending review", "pending reviews"), Count(inbox.Late.Count, "overdue postmortem", "overdue postmortems"),
            Count(inbox.Overdue.Count, "overdue action item", "overdue action items"), Count(inbox.WithoutPrevention.Count, "postmortem without a preventive action item", "postmortems without a preventive action item"),
        };
        var groups = new[]
        {
            Group("Awaiting review", inbox.Awaiting, a => $"INC-{a.Postmortem.IncidentNumber} {a.Postmortem.Title}{(a.Mine ? " (your review was requested)" : "")}\n  {link($"/postmortems/{a.Postmortem.IncidentNumber}")}"),
            Group("Overdue postmortems", inbox.Late, l => $"{SeverityRules.Name(l.Severity)} INC-{l.IncidentNumber} {l.Title}\n  {link(l.Status is null ? $"/incidents/{l.IncidentNumber}" : $"/postmortems/{l.IncidentNumber}")}"),
            Group("Overdue action items", inbox.Overdue, a => $"{a.Title} ({a.Owner}, {ReminderRule.Words(a.Due, today)})\n  {link($"/postmortems/{a.IncidentNumber}#action-{a.Id}")}"),
            Group("SEV1 and SEV2 without a preventive action item", inbox.WithoutPrevention, p => $"INC-{p.IncidentNumber} {p.Title}\n  {link($"/postmortems/{p.IncidentNumber}")}"),
        };
        return ("This week: " + string.Join(", ", counts.OfType<string>()), string.Join("\n\n", groups.OfType<string>()));
    }

    private static string? Count(int count, string one, string many) =>
        count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{(count >= ReviewQueries.Most ? $"{ReviewQueries.Most} or more" : count)} {(count == 1 ? one : many)}");

    private static string? Group<T>(string name, IReadOnlyList<T> items, Func<T, string> line) => items.Count == 0 ? null
        : $"{name}:\n" + string.Join('\n', items.Take(Named).Select(i => "- " + line(i))) + (items.Count > Named ? $"\n- and {items.Count - Named} more" : "");
}

/// <summary>
/// Sends each manager what waits for a decision, on Monday at 09:00 where they are, by mail to their verified addresses and to the bell; nothing when
/// nothing waits. It looks every ten minutes, since people come, go and move.
/// </summary>
internal sealed class WeeklyDigest(Desk desk, PageLinks links) : RecurringJob
{
    /// <summary>The kind of the notifications' subject, which is the week's <see cref="ReviewDigest"/>.</summary>
    public const string SubjectKind = "review-digest";

    public override string Kind => "review-digest";

    public override TimeSpan Every => TimeSpan.FromMinutes(10);

    protected override async Task HandleAsync(CancellationToken cancellation)
    {
        List<Person> managers;
        await using (var db = await desk.ReadAsync(cancellation))
        {
            managers = await db.Set<Person>().AsNoTracking()
                .Where(p => p.DisabledAt == null && (p.Role == Role.Manager || p.Role == Role.Administrator)).OrderBy(p => p.Id).ToListAsync(cancellation);
        }
        foreach (var manager in managers)
        {
            await desk.InTransactionAsync(work => SendAsync(work, manager), cancellation);
        }
    }

    private async Task<bool> SendAsync(DeskTransaction work, Person manager)
    {
        if (DigestRule.DueWeek(manager.TimeZone, work.Now) is not { } week
            || await work.Db.Set<ReviewDigest>().AnyAsync(d => d.PersonId == manager.Id && d.Week == week, work.Cancellation))
        {
            return false;
        }
        var today = LocalDays.Today(manager.TimeZone, work.Now);
        var inbox = await work.Db.ReviewInboxAsync(manager.Id, today, work.Now, work.Cancellation);
        var id = work.NewId();
        if (!await ClaimAsync(work, new ReviewDigest { Id = id, PersonId = manager.Id, Week = week, At = work.Now, Items = CountOf(inbox) }) || inbox.IsEmpty)
        {
            return false;
        }
        var (title, detail) = DigestRule.Words(inbox, today, links.Inside);
        var subject = new NotificationSubject(SubjectKind, id, title, "/review", detail);
        var addresses = await work.Db.Set<ContactMethod>()
            .Where(m => m.PersonId == manager.Id && m.Kind == ContactKind.Email && m.VerifiedAt != null && m.DeletedAt == null).Select(m => m.Id).ToListAsync(work.Cancellation);
        work.Queue(manager.Id, null, Urgency.Low, subject, new PlannedNotification(null, ContactKind.InApp, TimeSpan.Zero, "shown in-app"));
        foreach (var address in addresses)
        {
            work.Queue(manager.Id, null, Urgency.Low, subject, new PlannedNotification(address, ContactKind.Email, TimeSpan.Zero, "the weekly digest goes to every verified email address"));
        }
        work.Wake(NotificationTopics.Bell(manager.Id));
        return true;
    }

    private static int CountOf(ReviewInbox inbox) => inbox.Awaiting.Count + inbox.Late.Count + inbox.Overdue.Count + inbox.WithoutPrevention.Count;

    /// <summary>False when another node was faster.</summary>
    private static async Task<bool> ClaimAsync(DeskTransaction work, ReviewDigest digest)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO review_digests (id, person_id, week, at, items) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, week) DO NOTHING", work.Connection);
        foreach (var value in (object[])[digest.Id, digest.PersonId, digest.Week, digest.At, digest.Items])
        {
            command.Parameters.Add(new() { Value = value });
        }
        return await command.ExecuteNonQueryAsync(work.Cancellation) == 1;
    }
}
