using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Jobs;

/// <summary>Lanes keep kinds of work apart, so that a slow provider never delays a page on another channel.</summary>
public static class Lanes
{
    public const string Digest = "digest";
    public const string Escalation = "escalation";
    public const string Voice = "voice";
    public const string Sms = "sms";
    public const string Email = "email";
    public const string Chat = "chat";
    public const string Push = "push";

    /// <summary>Messages that can wait: low urgency, tests, codes. They never take a place from a page.</summary>
    public const string EmailLow = "email-low";
    public const string PushLow = "push-low";
    public const string Runbooks = "runbooks";
    public const string Housekeeping = "housekeeping";

    /// <summary>How many jobs of a lane one node works on at once.</summary>
    public static IReadOnlyDictionary<string, int> Concurrency { get; } = new Dictionary<string, int>
    {
        [Digest] = 2,
        [Escalation] = 4,
        [Voice] = 8,
        [Sms] = 8,
        [Email] = 8,
        [Chat] = 8,
        [Push] = 16,
        [EmailLow] = 4,
        [PushLow] = 4,
        [Runbooks] = 4,
        [Housekeeping] = 1,
    };

    /// <summary>How many jobs of one <see cref="Job.Share"/> are worked on at once in a lane.</summary>
    public const int PerShare = 4;

    /// <summary>Whether places of the lane are shared out between people.</summary>
    public static bool IsShared(string lane) => lane is Voice or Sms or Email or Chat or Push or EmailLow or PushLow;

    /// <summary>Lanes whose jobs share no provider: what goes wrong there concerns one address, and is shown with it instead of as trouble of the engine.</summary>
    public static bool HasOwnAddresses(string lane) => lane is Push or PushLow;
}

/// <summary>
/// A durable timer: something that has to happen at <see cref="DueAt"/>. While a node works on it, it carries a lease and the fencing token
/// without which nobody may finish it. Leases are measured by the server's own clock, because they judge processes, not the desk's time.
/// </summary>
public sealed class Job
{
    public Guid Id { get; init; }
    public required string Lane { get; init; }
    public required string Kind { get; init; }

    /// <summary>What it is about: an incident, a notification, a service.</summary>
    public Guid? Subject { get; init; }

    /// <summary>For whom it is done, where many are served: nobody's jobs take more than <see cref="Lanes.PerShare"/> places of a lane. Null where places are not shared out.</summary>
    public Guid? Share { get; init; }

    /// <summary>JSON, small; what the handler needs beyond the subject.</summary>
    public string Payload { get; init; } = "{}";
    public DateTimeOffset DueAt { get; set; }

    /// <summary>How often it has failed.</summary>
    public int Attempt { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public Guid? LeaseToken { get; set; }
    public string? Node { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class JobMapping : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> table)
    {
        table.ToTable("jobs");
        table.Property(j => j.Payload).HasColumnType("jsonb");
        table.HasIndex(j => new { j.Lane, j.DueAt }, "jobs_due").HasFilter("lease_until IS NULL");
        table.HasIndex(j => j.LeaseUntil, "jobs_leased").HasFilter("lease_until IS NOT NULL");
        table.HasIndex(j => new { j.Subject, j.Kind }, "jobs_subject");
    }
}

/// <summary>How a verb sets and cancels the jobs that follow from it, inside its own transaction.</summary>
public static class JobQueue
{
    /// <summary>Sets a job and wakes its lane after the commit when it is due at once.</summary>
    public static void Enqueue(this DeskTransaction desk, string lane, string kind, Guid? subject, DateTimeOffset dueAt, string payload = "{}", Guid? share = null)
    {
        desk.Db.Add(new Job
        {
            Id = desk.NewId(),
            Lane = lane,
            Kind = kind,
            Subject = subject,
            Payload = payload,
            Share = share,
            DueAt = dueAt,
            CreatedAt = desk.Now,
        });
        if (dueAt <= desk.Now)
        {
            desk.Wake(lane);
        }
    }

    /// <summary>Takes back the pending jobs of these kinds about this subject. One that a node works on just now loses its row, and so can't finish.</summary>
    public static async Task CancelAsync(this DeskTransaction desk, Guid subject, params string[] kinds)
    {
        foreach (var entry in desk.Db.ChangeTracker.Entries<Job>().Where(e => e.State == EntityState.Added
            && e.Entity.Subject == subject && kinds.Contains(e.Entity.Kind)).ToList())
        {
            entry.State = EntityState.Detached;
        }
        await desk.Db.Set<Job>()
            .Where(j => j.Subject == subject && kinds.Contains(j.Kind) && (desk.CurrentJob == null || j.Id != desk.CurrentJob)).ExecuteDeleteAsync(desk.Cancellation);
    }
}
