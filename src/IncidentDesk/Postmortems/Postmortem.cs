using IncidentDesk.Incidents;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Postmortems;

/// <summary>Where a postmortem stands.</summary>
public enum PostmortemStatus
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Named reviewers were asked; it can still be written.</summary>
    InReview,

    /// <summary>Read-only, until somebody reopens it.</summary>
    Published,
}

/// <summary>
/// The structured learning from one resolved incident; an incident has at most one.
/// <code>
///            ask for review         publish (approved by somebody else, or a manager says why not)
///    Draft ----------------> InReview ----------------> Published
///      ^------- returned --------'                          |
///      ^------------------- reopened -----------------------'
/// </code>
/// <see cref="Version"/> rises with every change to it or to one of its sections, under its row lock; each section also has a version of its own.
/// </summary>
public sealed class Postmortem : IVersioned
{
    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }

    /// <summary>The incident's number, by which people and addresses name the postmortem too.</summary>
    public long IncidentNumber { get; init; }
    public PostmortemStatus Status { get; set; } = PostmortemStatus.Draft;

    /// <summary>Who began it, and so can't be the one who approves it; null when a program did.</summary>
    public Guid? AuthorId { get; init; }
    public required string Author { get; init; }

    /// <summary>The IANA zone of every time in the document, on the page, in print and in the file alike: where its author was when they started it.</summary>
    public required string TimeZone { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its text last changed: what was approved before is marked so.</summary>
    public DateTimeOffset WrittenAt { get; set; }

    /// <summary>Rises with every time that reviews are asked for anew; answers belong to a round.</summary>
    public int Round { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public string? PublishedBy { get; set; }

    /// <summary>Why it was published without an approval; null when it had one.</summary>
    public string? PublishReason { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>The wake-up topic of one postmortem with its action items.</summary>
    public static Topic Topic(Guid id) => new("postmortem", id);

    // Its own version, those of its action items, and who writes where.
    internal static TopicMark Mark { get; } = new("postmortem",
        """
        SELECT p.id, hashtextextended(concat_ws('/', p.version,
            (SELECT bit_xor(hashtextextended(concat_ws('/', a.id, a.version), 0)) FROM action_items a WHERE a.postmortem_id = p.id),
            (SELECT bit_xor(hashtextextended(concat_ws('/', e.section_id, e.person_id), 0)) FROM section_editors e
                JOIN postmortem_sections s ON s.id = e.section_id WHERE s.postmortem_id = p.id)), 0)
        FROM postmortems p WHERE p.id = ANY($1)
        """);

    /// <summary>Notes a change: the version rises, and open pages hear of it.</summary>
    internal void Change(DeskTransaction work)
    {
        Version++;
        work.Wake(Topic(Id));
    }

    /// <summary>Notes that its text changed.</summary>
    internal void Written(DeskTransaction work)
    {
        WrittenAt = work.Now;
        Change(work);
    }
}

/// <summary>The parts of a postmortem, in the order in which it is read.</summary>
public enum SectionKind
{
    Summary,
    Impact,
    Timeline,

    /// <summary>One contributing factor; a postmortem has any number of them.</summary>
    Factor,
    WentWell,
    Lessons,
}

/// <summary>
/// One part of the text, in Markdown. It is saved alone under its own <see cref="Version"/>, so that people who write in different parts never meet,
/// and those who write in the same part are told.
/// </summary>
public sealed class PostmortemSection : IVersioned
{
    public Guid Id { get; init; }
    public Guid PostmortemId { get; init; }
    public SectionKind Kind { get; init; }

    /// <summary>The order among factors; 0 for the others.</summary>
    public int Ordinal { get; set; }
    public string Text { get; set; } = "";
    public long Version { get; set; } = 1;
    public DateTimeOffset UpdatedAt { get; set; }
    public required string UpdatedBy { get; set; }
}

/// <summary>Who has a section open for writing just now. A hint for others, renewed while it is open; it locks nothing.</summary>
public sealed class SectionEditor
{
    public Guid SectionId { get; init; }
    public Guid PersonId { get; init; }
    public required string Name { get; init; }
    public DateTimeOffset Until { get; set; }
}

internal sealed class PostmortemMapping : IEntityTypeConfiguration<Postmortem>, IEntityTypeConfiguration<PostmortemSection>, IEntityTypeConfiguration<SectionEditor>
{
    public void Configure(EntityTypeBuilder<Postmortem> table)
    {
        table.ToTable("postmortems");
        table.Property(p => p.Id).ValueGeneratedNever();
        table.HasOne<Incident>().WithMany().HasForeignKey(p => p.IncidentId);
        table.HasIndex(p => p.IncidentId).IsUnique();
        table.HasIndex(p => p.IncidentNumber).IsUnique();
        table.HasIndex(p => p.Status);
        table.Property(p => p.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<PostmortemSection> table)
    {
        table.ToTable("postmortem_sections");
        table.Property(s => s.Id).ValueGeneratedNever();
        table.HasOne<Postmortem>().WithMany().HasForeignKey(s => s.PostmortemId);
        table.HasIndex(s => new { s.PostmortemId, s.Kind }, "postmortem_sections_one").IsUnique().HasFilter("kind <> 'factor'");
        table.HasIndex(s => s.Text).HasMethod("gin").HasOperators("gin_trgm_ops");
        table.Property(s => s.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<SectionEditor> table)
    {
        table.ToTable("section_editors");
        table.HasKey(e => new { e.SectionId, e.PersonId });
    }
}
