using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>A postmortem in review. <paramref name="Mine"/>: the reader was asked and has not answered.</summary>
public sealed record AwaitingView(PostmortemRow Postmortem, bool Mine, bool Approved, DateTimeOffset AskedAt);

/// <summary>An incident whose postmortem is late. <paramref name="Status"/> is null when nobody has begun one.</summary>
public sealed record LatePostmortem(long IncidentNumber, string Title, Severity Severity, string ServiceName, DateTimeOffset ResolvedAt, PostmortemStatus? Status);

/// <summary>The inbox by the decision that is needed. Each list holds at most <see cref="ReviewQueries.Most"/>.</summary>
public sealed record ReviewInbox(
    IReadOnlyList<AwaitingView> Awaiting, IReadOnlyList<LatePostmortem> Late, IReadOnlyList<ActionItemView> Overdue, IReadOnlyList<PostmortemRow> WithoutPrevention)
{
    public bool IsEmpty => Awaiting.Count + Late.Count + Overdue.Count + WithoutPrevention.Count == 0;
}

/// <summary>What the review inbox and the weekly digest read: one place, so that both say the same.</summary>
public static class ReviewQueries
{
    /// <summary>Most items of one list: nobody reviews more at a time.</summary>
    public const int Most = 100;

    /// <summary>The incidents of which a postmortem is expected.</summary>
    private static readonly Severity[] Grave = [Severity.Sev1, Severity.Sev2];

    /// <summary>The inbox of a reader whose calendar shows <paramref name="today"/>.</summary>
    public static async Task<ReviewInbox> ReviewInboxAsync(this DeskDb db, Guid reader, DateOnly today, DateTimeOffset now, CancellationToken cancellation) => new(
        await AwaitingAsync(db, reader, cancellation),
        await LateAsync(db, now - ReviewRules.PublishWithin, cancellation),
        [.. (await db.ActionItemsByDueAsync(new ActionItemFilter(Open: true, DueBefore: today), Most, cancellation)).OrderBy(a => a.Priority).ThenBy(a => a.Due)],
        await PostmortemQueries.Rows(db, db.Set<Postmortem>().Where(p => p.Status == PostmortemStatus.Published
                && db.Set<Incident>().Any(i => i.Id == p.IncidentId && Grave.Contains(i.Severity))
                && !db.Set<ActionItem>().Any(a => a.PostmortemId == p.Id && a.Type == ActionType.Prevent && a.Status != ActionStatus.Dropped))
            .OrderByDescending(p => p.IncidentNumber).Take(Most)).ToListAsync(cancellation));

    private static async Task<IReadOnlyList<AwaitingView>> AwaitingAsync(DeskDb db, Guid reader, CancellationToken cancellation)
    {
        var rows = await PostmortemQueries.Rows(db, db.Set<Postmortem>().Where(p => p.Status == PostmortemStatus.InReview).OrderBy(p => p.IncidentNumber).Take(Most))
            .ToListAsync(cancellation);
        var ids = rows.Select(r => r.Id).ToList();
        var reviews = (await (from r in db.Set<PostmortemReview>()
                              join p in db.Set<Postmortem>() on r.PostmortemId equals p.Id
                              where ids.Contains(p.Id) && r.Round == p.Round
                              select new { r.PostmortemId, r.ReviewerId, r.Answer, r.AskedAt, Counts = p.AuthorId == null || r.ReviewerId != p.AuthorId }).ToListAsync(cancellation))
            .ToLookup(r => r.PostmortemId);
        return [.. rows.Select(row => new AwaitingView(row,
                reviews[row.Id].Any(r => r.ReviewerId == reader && r.Answer == ReviewAnswer.Asked),
                reviews[row.Id].Any(r => r.Answer == ReviewAnswer.Approved && r.Counts),
                reviews[row.Id].Select(r => r.AskedAt).DefaultIfEmpty(row.CreatedAt).Min()))
            .OrderByDescending(a => a.Mine).ThenBy(a => a.AskedAt)];
    }

    private static Task<List<LatePostmortem>> LateAsync(DeskDb db, DateTimeOffset resolvedBefore, CancellationToken cancellation) =>
        (from i in db.Set<Incident>()
         join s in db.Set<Service>() on i.ServiceId equals s.Id
         from p in db.Set<Postmortem>().Where(p => p.IncidentId == i.Id).DefaultIfEmpty()
         where i.Status == IncidentStatus.Resolved && Grave.Contains(i.Severity) && i.ResolvedAt < resolvedBefore && (p == null || p.Status != PostmortemStatus.Published)
         orderby i.Severity, i.ResolvedAt
         select new LatePostmortem(i.Number, i.Title, i.Severity, s.Name, i.ResolvedAt!.Value, p == null ? null : p.Status)).Take(Most).ToListAsync(cancellation);
}
