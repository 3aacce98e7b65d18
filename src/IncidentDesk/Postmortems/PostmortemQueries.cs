using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>A row of the list. <paramref name="Title"/> and what follows it are the incident's.</summary>
public sealed record PostmortemRow(
    Guid Id, long IncidentNumber, PostmortemStatus Status, Guid? AuthorId, string Author, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt,
    string Title, Severity Severity, Guid ServiceId, string ServiceName, DateTimeOffset? ResolvedAt, int OpenActions, int Actions, long Version);

/// <summary>One part of the text, with who has it open for writing now.</summary>
public sealed record SectionView(Guid Id, SectionKind Kind, string Text, long Version, DateTimeOffset UpdatedAt, string UpdatedBy, IReadOnlyList<EditorView> Editors);

/// <summary>Somebody who has a section open.</summary>
public sealed record EditorView(Guid PersonId, string Name);

/// <summary>One review. <paramref name="ChangedSince"/>: the postmortem was changed after they answered.</summary>
public sealed record ReviewView(int Round, Guid ReviewerId, string Reviewer, string AskedBy, DateTimeOffset AskedAt, ReviewAnswer Answer, string? Comment,
    DateTimeOffset? AnsweredAt, bool ChangedSince);

/// <summary>A whole postmortem as pages, export and API show it. <paramref name="TimeZone"/> is the IANA zone of all its times.</summary>
public sealed record PostmortemView(
    Guid Id, IncidentView Incident, PostmortemStatus Status, Guid? AuthorId, string Author, string TimeZone, DateTimeOffset CreatedAt, int Round, DateTimeOffset? PublishedAt,
    string? PublishedBy, string? PublishReason, long Version, IncidentFacts Facts, IReadOnlyList<SectionView> Sections, IReadOnlyList<ReviewView> Reviews,
    IReadOnlyList<ActionItemView> Actions)
{
    /// <summary>The part of which there is one.</summary>
    public SectionView Section(SectionKind kind) => Sections.First(s => s.Kind == kind);

    /// <summary>The contributing factors in their order.</summary>
    public IEnumerable<SectionView> Factors => Sections.Where(s => s.Kind == SectionKind.Factor);

    /// <summary>The reviews of the present round.</summary>
    public IEnumerable<ReviewView> ThisRound => Reviews.Where(r => r.Round == Round);

    /// <summary>The parts in which nobody has written a word, in the order in which they are read.</summary>
    public IEnumerable<SectionKind> Unwritten => Enum.GetValues<SectionKind>().Where(k => Sections.Where(s => s.Kind == k).All(s => string.IsNullOrWhiteSpace(s.Text)));

    /// <summary>Whether somebody other than the author has approved it in this round.</summary>
    public bool Approved => Status == PostmortemStatus.InReview && ThisRound.Any(r => r.Answer == ReviewAnswer.Approved && r.ReviewerId != AuthorId);
}

/// <summary>Which postmortems a list holds.</summary>
public sealed record PostmortemFilter(PostmortemStatus? Status = null, long? IncidentNumber = null, Guid? ServiceId = null, string? Text = null);

/// <summary>What the room knows of its postmortem.</summary>
public sealed record PostmortemMark(Guid Id, PostmortemStatus Status);

/// <summary>What pages and API read of postmortems.</summary>
public static class PostmortemQueries
{
    private const int MostFacts = 500;

    /// <summary>Of the newest incident first, below the number given.</summary>
    public static Task<List<PostmortemRow>> PostmortemsAsync(
        this DeskDb db, PostmortemFilter filter, long? beforeNumber, int limit, CancellationToken cancellation) =>
        Rows(db, Wanted(db, filter).Where(p => beforeNumber == null || p.IncidentNumber < beforeNumber).OrderByDescending(p => p.IncidentNumber).Take(limit))
            .ToListAsync(cancellation);

    /// <summary>By the incident's number; null when it has none.</summary>
    public static async Task<PostmortemView?> PostmortemAsync(this DeskDb db, long number, DateTimeOffset now, CancellationToken cancellation) =>
        await db.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentNumber == number, cancellation) is { } found
            ? await ViewAsync(db, found, now, cancellation) : null;

    /// <summary>By its id; null when there is none.</summary>
    public static async Task<PostmortemView?> PostmortemAsync(this DeskDb db, Guid id, DateTimeOffset now, CancellationToken cancellation) =>
        await db.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellation) is { } found
            ? await ViewAsync(db, found, now, cancellation) : null;

    /// <summary>The postmortem of an incident, if it has one.</summary>
    public static Task<PostmortemMark?> PostmortemOfAsync(this DeskDb db, Guid incident, CancellationToken cancellation) =>
        db.Set<Postmortem>().Where(p => p.IncidentId == incident).Select(p => new PostmortemMark(p.Id, p.Status)).FirstOrDefaultAsync(cancellation);

    /// <summary>One section as it is now; null when it was taken away.</summary>
    public static Task<SectionView?> SectionAsync(this DeskDb db, Guid section, CancellationToken cancellation) =>
        db.Set<PostmortemSection>().Where(s => s.Id == section)
            .Select(s => new SectionView(s.Id, s.Kind, s.Text, s.Version, s.UpdatedAt, s.UpdatedBy, Array.Empty<EditorView>())).FirstOrDefaultAsync(cancellation);

    /// <summary>What the record says about an incident.</summary>
    public static async Task<IncidentFacts> FactsAsync(this DeskDb db, IncidentView incident, CancellationToken cancellation) =>
        IncidentFacts.Of(incident, await db.TimelineOfAsync(incident.Id, IncidentFacts.Kinds, MostFacts, cancellation));

    internal static IQueryable<PostmortemRow> Rows(DeskDb db, IQueryable<Postmortem> postmortems) =>
        from p in postmortems.AsNoTracking()
        join i in db.Set<Incident>() on p.IncidentId equals i.Id
        join s in db.Set<Service>() on i.ServiceId equals s.Id
        select new PostmortemRow(
            p.Id, p.IncidentNumber, p.Status, p.AuthorId, p.Author, p.CreatedAt, p.PublishedAt, i.Title, i.Severity, s.Id, s.Name, i.ResolvedAt,
            db.Set<ActionItem>().Count(a => a.PostmortemId == p.Id && (a.Status == ActionStatus.Open || a.Status == ActionStatus.InProgress)),
            db.Set<ActionItem>().Count(a => a.PostmortemId == p.Id), p.Version);

    private static IQueryable<Postmortem> Wanted(DeskDb db, PostmortemFilter filter)
    {
        var wanted = db.Set<Postmortem>().AsQueryable();
        if (filter.Status is { } status)
        {
            wanted = wanted.Where(p => p.Status == status);
        }
        if (filter.IncidentNumber is { } number)
        {
            wanted = wanted.Where(p => p.IncidentNumber == number);
        }
        if (filter.ServiceId is { } service)
        {
            wanted = wanted.Where(p => db.Set<Incident>().Any(i => i.Id == p.IncidentId && i.ServiceId == service));
        }
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var pattern = Search.Containing(filter.Text);
            wanted = wanted.Where(p => db.Set<Incident>().Any(i => i.Id == p.IncidentId && EF.Functions.ILike(i.Title, pattern, "\\"))
                || db.Set<PostmortemSection>().Any(s => s.PostmortemId == p.Id && EF.Functions.ILike(s.Text, pattern, "\\")));
        }
        return wanted;
    }

    private static async Task<PostmortemView> ViewAsync(DeskDb db, Postmortem p, DateTimeOffset now, CancellationToken cancellation)
    {
        var incident = (await db.IncidentAsync(p.IncidentId, cancellation))!;
        return new PostmortemView(p.Id, incident, p.Status, p.AuthorId, p.Author, p.TimeZone, p.CreatedAt, p.Round, p.PublishedAt, p.PublishedBy, p.PublishReason, p.Version,
            await db.FactsAsync(incident, cancellation), await SectionsAsync(db, p.Id, now, cancellation), await ReviewsAsync(db, p, cancellation),
            await db.ActionItemsAsync(new ActionItemFilter(PostmortemId: p.Id), null, 500, cancellation));
    }

    private static async Task<IReadOnlyList<SectionView>> SectionsAsync(DeskDb db, Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        var sections = await db.Set<PostmortemSection>().AsNoTracking().Where(s => s.PostmortemId == id).ToListAsync(cancellation);
        var ids = sections.Select(s => s.Id).ToList();
        var editors = (await db.Set<SectionEditor>().AsNoTracking().Where(e => ids.Contains(e.SectionId) && e.Until > now).OrderBy(e => e.Name).ToListAsync(cancellation))
            .ToLookup(e => e.SectionId, e => new EditorView(e.PersonId, e.Name));
        return [.. sections.OrderBy(s => s.Kind).ThenBy(s => s.Ordinal)
            .Select(s => new SectionView(s.Id, s.Kind, s.Text, s.Version, s.UpdatedAt, s.UpdatedBy, [.. editors[s.Id]]))];
    }

    private static Task<List<ReviewView>> ReviewsAsync(DeskDb db, Postmortem p, CancellationToken cancellation) =>
        (from r in db.Set<PostmortemReview>()
         join person in db.Set<Person>() on r.ReviewerId equals person.Id
         where r.PostmortemId == p.Id
         orderby r.Round descending, r.Id
         select new ReviewView(r.Round, r.ReviewerId, person.Name, r.AskedBy, r.AskedAt, r.Answer, r.Comment, r.AnsweredAt, r.AnsweredAt < p.WrittenAt))
        .ToListAsync(cancellation);
}
