using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Postmortems;

/// <summary>What a reviewer has said.</summary>
public enum ReviewAnswer
{
    /// <summary>Nothing yet.</summary>
    Asked,
    Approved,

    /// <summary>Sent back to be changed, with a comment.</summary>
    Returned,
}

/// <summary>One person's review in one round.</summary>
public sealed class PostmortemReview
{
    public Guid Id { get; init; }
    public Guid PostmortemId { get; init; }
    public int Round { get; init; }
    public Guid ReviewerId { get; init; }
    public required string AskedBy { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public ReviewAnswer Answer { get; set; } = ReviewAnswer.Asked;
    public string? Comment { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
}

internal sealed class PostmortemReviewMapping : IEntityTypeConfiguration<PostmortemReview>
{
    public void Configure(EntityTypeBuilder<PostmortemReview> table)
    {
        table.ToTable("postmortem_reviews");
        table.Property(r => r.Id).ValueGeneratedNever();
        table.HasOne<Postmortem>().WithMany().HasForeignKey(r => r.PostmortemId);
        table.HasIndex(r => new { r.PostmortemId, r.Round, r.ReviewerId }).IsUnique();
        table.HasIndex(r => r.ReviewerId).HasFilter("answer = 'asked'");
    }
}
