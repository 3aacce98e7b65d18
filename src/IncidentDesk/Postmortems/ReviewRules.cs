using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Postmortems;

/// <summary>
/// What may happen to a postmortem, as pure decisions; null is yes.
/// <code>
///                   draft                           in review                              published
///   publish         manager with a reason           approved by somebody else: the         no
///                                                   author, named reviewers, managers;
///                                                   else: manager with a reason
///   answer          no                              named reviewers and managers;          no
///                                                   the author can't approve
///   reopen          no                              no                                     the author, managers
/// </code>
/// </summary>
public static class ReviewRules
{
    /// <summary>How long after its incident was resolved the postmortem of a SEV1 or SEV2 should be published.</summary>
    public static readonly TimeSpan PublishWithin = TimeSpan.FromDays(5);

    /// <summary>Longest comment or reason in UTF-16 units.</summary>
    public const int LongestComment = 2_000;

    /// <summary>Most reviewers of one round.</summary>
    public const int MostReviewers = 20;

    /// <summary>Why it can't be published; <paramref name="round"/> holds the reviews of the present round.</summary>
    public static Refusal? WhyNotPublish(Postmortem postmortem, IReadOnlyList<PostmortemReview> round, Guid? person, Role role, string? reason)
    {
        if (postmortem.Status == PostmortemStatus.Published)
        {
            return new Refusal.Conflict("It is already published.");
        }
        if (IsApproved(postmortem, round))
        {
            return role >= Role.Manager || (person is not null && (person == postmortem.AuthorId || round.Any(r => r.ReviewerId == person))) ? null
                : new Refusal.Forbidden("Only its author, its named reviewers and managers can publish it.");
        }
        if (role >= Role.Manager)
        {
            return string.IsNullOrWhiteSpace(reason) || reason.Length > LongestComment
                ? new Refusal.Invalid("reason", $"No one but its author has approved it. Give a reason for bypassing the review, in 1 to {LongestComment} characters.") : null;
        }
        return new Refusal.Conflict(postmortem.Status == PostmortemStatus.Draft
            ? "Request a review first: it can be published once someone other than its author has approved it."
            : "It can be published once someone other than its author has approved it.");
    }

    /// <summary>Whether somebody other than the author has approved it in this round.</summary>
    public static bool IsApproved(Postmortem postmortem, IReadOnlyList<PostmortemReview> round) => postmortem.Status == PostmortemStatus.InReview
        && round.Any(r => r.Answer == ReviewAnswer.Approved && r.ReviewerId != postmortem.AuthorId);

    /// <summary>Why somebody can't answer a request for review.</summary>
    public static Refusal? WhyNotAnswer(Postmortem postmortem, IReadOnlyList<PostmortemReview> round, Guid? person, Role role, ReviewAnswer answer, string? comment)
    {
        if (postmortem.Status != PostmortemStatus.InReview)
        {
            return new Refusal.Conflict(postmortem.Status == PostmortemStatus.Published ? "It is already published." : "No review has been requested yet.");
        }
        if (person is null || (role < Role.Manager && round.All(r => r.ReviewerId != person)))
        {
            return new Refusal.Forbidden("Only its named reviewers and managers can review it.");
        }
        if (answer == ReviewAnswer.Approved && person == postmortem.AuthorId)
        {
            return new Refusal.Forbidden("Its author can't approve it.");
        }
        if (answer == ReviewAnswer.Returned && string.IsNullOrWhiteSpace(comment))
        {
            return new Refusal.Invalid("comment", "Say what to change.");
        }
        return comment?.Length > LongestComment ? new Refusal.Invalid("comment", $"This can have at most {LongestComment} characters; it has {comment.Length}.") : null;
    }

    /// <summary>Why somebody can't open a published one again.</summary>
    public static Refusal? WhyNotReopen(Postmortem postmortem, Guid? person, Role role) =>
        postmortem.Status != PostmortemStatus.Published ? new Refusal.Conflict("It is not published: it can be edited as it is.")
        : role >= Role.Manager || (person is not null && person == postmortem.AuthorId) ? null
        : new Refusal.Forbidden("Only its author and managers can reopen it.");
}
