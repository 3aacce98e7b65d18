using IncidentDesk.Incidents;
using IncidentDesk.Postmortems;

namespace IncidentDesk.Web.Api;

/// <summary>A postmortem that is begun: texts are Markdown, and what is left out is filled in (timeline) or empty.</summary>
internal sealed record PostmortemDraft(long IncidentNumber, string? Summary = null, string? Impact = null, string? Timeline = null,
    IReadOnlyList<string>? Factors = null, string? WentWell = null, string? Lessons = null)
{
    public PostmortemTexts Texts => new(Summary, Impact, Timeline, Factors, WentWell, Lessons);
}

/// <summary>Texts to be changed; null or left out: stays as it is.</summary>
internal sealed record PostmortemChange(string? Summary = null, string? Impact = null, string? Timeline = null,
    IReadOnlyList<string>? Factors = null, string? WentWell = null, string? Lessons = null)
{
    public PostmortemTexts Texts => new(Summary, Impact, Timeline, Factors, WentWell, Lessons);
}

/// <summary>One section's text; the version beside it is the section's own.</summary>
internal sealed record SectionDraft(string Text);

/// <summary>A new contributing factor.</summary>
internal sealed record FactorDraft(string Text);

/// <summary>Who is asked for a review.</summary>
internal sealed record ReviewRequestDraft(IReadOnlyList<Guid> ReviewerIds);

/// <summary>What a reviewer says.</summary>
internal sealed record ReviewCommentDraft(string? Comment = null);

/// <summary>Publishing; the reason is needed from a manager where nobody but the author approved.</summary>
internal sealed record PublishDraft(string? Reason = null, long? Version = null);

/// <summary>A section in the contract.</summary>
internal sealed record SectionBody(Guid Id, SectionKind Kind, string Text, long Version, DateTimeOffset UpdatedAt, string UpdatedBy)
{
    public static SectionBody Of(SectionView s) => new(s.Id, s.Kind, s.Text, s.Version, s.UpdatedAt, s.UpdatedBy);

    public static SectionBody Of(PostmortemSection s) => new(s.Id, s.Kind, s.Text, s.Version, s.UpdatedAt, s.UpdatedBy);
}

/// <summary>A review in the contract.</summary>
internal sealed record ReviewBody(int Round, NamedBody Reviewer, ReviewAnswer Answer, string? Comment, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt, bool ChangedSince)
{
    public static ReviewBody Of(ReviewView r) => new(r.Round, new(r.ReviewerId, r.Reviewer), r.Answer, r.Comment, r.AskedBy, r.AskedAt, r.AnsweredAt, r.ChangedSince);
}

/// <summary>What the record says about the incident; lengths of time from its opening, null where it never came so far.</summary>
internal sealed record FactsBody(DateTimeOffset OpenedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? MitigatedAt, DateTimeOffset? ResolvedAt,
    TimeSpan? TimeToAcknowledge, TimeSpan? TimeToMitigate, TimeSpan? TimeToResolve, int Reopened)
{
    public static FactsBody Of(IncidentFacts f) => new(f.OpenedAt, f.AcknowledgedAt, f.MitigatedAt, f.ResolvedAt,
        f.TimeToAcknowledge, f.TimeToMitigate, f.TimeToResolve, f.Reopened);
}

/// <summary>
/// A postmortem in the contract. <paramref name="Factors"/> are the texts in their order; ids and versions of all parts are in <paramref name="Sections"/>.
/// </summary>
internal sealed record PostmortemBody(
    Guid Id, long IncidentNumber, string Title, Severity Severity, PostmortemStatus Status, string Author, Guid? AuthorId, string TimeZone, string Summary, string Impact, string Timeline,
    IReadOnlyList<string> Factors, string WentWell, string Lessons, FactsBody Facts, IReadOnlyList<SectionBody> Sections, IReadOnlyList<ReviewBody> Reviews,
    IReadOnlyList<ActionItemView> ActionItems, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, string? PublishedBy, string? PublishReason, long Version)
{
    public static PostmortemBody Of(PostmortemView p) => new(
        p.Id, p.Incident.Number, p.Incident.Title, p.Incident.Severity, p.Status, p.Author, p.AuthorId, p.TimeZone, Text(p, SectionKind.Summary), Text(p, SectionKind.Impact),
        Text(p, SectionKind.Timeline), [.. p.Factors.Select(f => f.Text)], Text(p, SectionKind.WentWell), Text(p, SectionKind.Lessons), FactsBody.Of(p.Facts),
        [.. p.Sections.Select(SectionBody.Of)], [.. p.Reviews.Select(ReviewBody.Of)], p.Actions, p.CreatedAt, p.PublishedAt, p.PublishedBy, p.PublishReason, p.Version);

    private static string Text(PostmortemView p, SectionKind kind) => p.Section(kind).Text;
}

/// <summary>A row of the list; its texts are read one by one.</summary>
internal sealed record PostmortemRowBody(Guid Id, long IncidentNumber, string Title, Severity Severity, PostmortemStatus Status, string Author, NamedBody Service,
    DateTimeOffset? ResolvedAt, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, int OpenActions, int Actions, long Version)
{
    public static PostmortemRowBody Of(PostmortemRow r) => new(r.Id, r.IncidentNumber, r.Title, r.Severity, r.Status, r.Author, new(r.ServiceId, r.ServiceName),
        r.ResolvedAt, r.CreatedAt, r.PublishedAt, r.OpenActions, r.Actions, r.Version);
}

/// <summary>The review inbox in the contract, at most 100 of each.</summary>
internal sealed record InboxBody(IReadOnlyList<AwaitingBody> Awaiting, IReadOnlyList<LatePostmortem> Late, IReadOnlyList<ActionItemView> OverdueActions,
    IReadOnlyList<PostmortemRowBody> WithoutPrevention)
{
    public static InboxBody Of(ReviewInbox inbox) => new([.. inbox.Awaiting.Select(a => new AwaitingBody(PostmortemRowBody.Of(a.Postmortem), a.Mine, a.Approved, a.AskedAt))],
        inbox.Late, inbox.Overdue, [.. inbox.WithoutPrevention.Select(PostmortemRowBody.Of)]);
}

/// <summary>A postmortem in review; <paramref name="Mine"/>: the caller was asked and has not answered.</summary>
internal sealed record AwaitingBody(PostmortemRowBody Postmortem, bool Mine, bool Approved, DateTimeOffset AskedAt);
