using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>
/// The way of a postmortem from draft to published. Reviewers and author are told with low urgency;
/// what waits to be sent is taken back when it has become needless.
/// </summary>
public sealed class ReviewActions(Desk desk)
{
    /// <summary>The kind of the notifications' subject; their subject is the postmortem.</summary>
    public const string SubjectKind = "postmortem";

    /// <summary>Asks these people for a review, and tells them. In review already, it asks those who were not asked yet.</summary>
    public Task<Outcome<Postmortem>> RequestAsync(Guid id, IReadOnlyList<Guid> reviewerIds, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Postmortem>(by, Right.WritePostmortems, async work =>
        {
            var taken = await work.TakeOpenAsync(id);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            var postmortem = taken.Value;
            if (await WrongAsync(work, postmortem, reviewerIds) is { } wrong)
            {
                return wrong;
            }
            if (postmortem.Status == PostmortemStatus.Draft)
            {
                (postmortem.Status, postmortem.Round) = (PostmortemStatus.InReview, postmortem.Round + 1);
            }
            var asked = (await RoundAsync(work, postmortem)).Select(r => r.ReviewerId).ToHashSet();
            var title = await TitleAsync(work, postmortem);
            foreach (var reviewer in reviewerIds.Where(asked.Add))
            {
                work.Db.Add(Ask(work, postmortem, reviewer, by));
                await work.NotifyAsync(reviewer, null, Urgency.Low, Subject(postmortem, $"Please review the postmortem of INC-{postmortem.IncidentNumber}",
                    $"{by.Name} asks for your review. {title}"));
            }
            Changed(work, postmortem);
            work.Audit(by, "postmortem.review-requested", id, new { reviewerIds });
            return postmortem;
        }, cancellation);

    /// <summary>A reviewer finds it good; a comment is optional.</summary>
    public Task<Outcome<Postmortem>> ApproveAsync(Guid id, string? comment, Caller by, CancellationToken cancellation = default) =>
        AnswerAsync(id, ReviewAnswer.Approved, comment, by, cancellation);

    /// <summary>A reviewer sends it back to draft, with a comment.</summary>
    public Task<Outcome<Postmortem>> ReturnAsync(Guid id, string? comment, Caller by, CancellationToken cancellation = default) =>
        AnswerAsync(id, ReviewAnswer.Returned, comment, by, cancellation);

    /// <summary>Publishes it: from then on it is read-only. The reason is kept only where no approval stands.</summary>
    public Task<Outcome<Postmortem>> PublishAsync(Guid id, string? reason, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Postmortem>(by, Right.WritePostmortems, _ => Task.FromResult<Owner?>(Owner.None), async (work, standing) =>
        {
            var taken = await work.TakeBothAsync(id, version);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            var (incident, postmortem) = taken.Value;
            var round = await RoundAsync(work, postmortem);
            if (ReviewRules.WhyNotPublish(postmortem, round, by.PersonId, standing.Role, reason) is { } why)
            {
                return why;
            }
            var kept = ReviewRules.IsApproved(postmortem, round) ? null : Text.Clean(reason!.Trim(), keepLines: true);
            (postmortem.Status, postmortem.PublishedAt, postmortem.PublishedBy, postmortem.PublishReason) = (PostmortemStatus.Published, work.Now, by.Name, kept);
            Changed(work, postmortem);
            await work.CancelNotificationsAsync(id, null, $"cancelled: {by.Name} published it");
            incident.Log(work, by, "postmortem", $"{by.Name} published the postmortem.");
            work.Audit(by, "postmortem.published", id, new { reason = kept });
            return postmortem;
        }, cancellation);

    /// <summary>Makes a published one a draft again, which asks for a new review.</summary>
    public Task<Outcome<Postmortem>> ReopenAsync(Guid id, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Postmortem>(by, Right.WritePostmortems, _ => Task.FromResult<Owner?>(Owner.None), async (work, standing) =>
        {
            var taken = await work.TakeBothAsync(id, null);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            var (incident, postmortem) = taken.Value;
            if (ReviewRules.WhyNotReopen(postmortem, by.PersonId, standing.Role) is { } why)
            {
                return why;
            }
            (postmortem.Status, postmortem.PublishedAt, postmortem.PublishedBy, postmortem.PublishReason) = (PostmortemStatus.Draft, null, null, null);
            Changed(work, postmortem);
            incident.Log(work, by, "postmortem", $"{by.Name} reopened the postmortem.");
            work.Audit(by, "postmortem.reopened", id);
            return postmortem;
        }, cancellation);

    private Task<Outcome<Postmortem>> AnswerAsync(Guid id, ReviewAnswer answer, string? comment, Caller by, CancellationToken cancellation) =>
        desk.DoAsync<Postmortem>(by, Right.WritePostmortems, _ => Task.FromResult<Owner?>(Owner.None), async (work, standing) =>
        {
            var taken = await work.TakePostmortemAsync(id);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            var postmortem = taken.Value;
            var round = await RoundAsync(work, postmortem);
            if (ReviewRules.WhyNotAnswer(postmortem, round, by.PersonId, standing.Role, answer, comment) is { } why)
            {
                return why;
            }
            var review = round.FirstOrDefault(r => r.ReviewerId == by.PersonId) ?? work.Db.Add(Ask(work, postmortem, by.PersonId!.Value, by)).Entity;
            postmortem.Status = answer == ReviewAnswer.Returned ? PostmortemStatus.Draft : postmortem.Status;
            Changed(work, postmortem);
            (review.Answer, review.AnsweredAt) = (answer, work.Now);
            review.Comment = string.IsNullOrWhiteSpace(comment) ? null : Text.Clean(comment.Trim(), keepLines: true);
            await work.CancelNotificationsAsync(id, answer == ReviewAnswer.Returned ? null : by.PersonId, $"cancelled: {by.Name} {Word(answer)} it");
            await TellAuthorAsync(work, postmortem, review, by);
            work.Audit(by, answer == ReviewAnswer.Approved ? "postmortem.approved" : "postmortem.returned", id, new { review.Comment });
            return postmortem;
        }, cancellation);

    private static async Task TellAuthorAsync(DeskTransaction work, Postmortem postmortem, PostmortemReview review, Caller by)
    {
        if (postmortem.AuthorId is { } author && author != by.PersonId)
        {
            await work.NotifyAsync(author, null, Urgency.Low, Subject(postmortem,
                $"{by.Name} {Word(review.Answer)} the postmortem of INC-{postmortem.IncidentNumber}", review.Comment ?? await TitleAsync(work, postmortem)));
        }
    }

    private static string Word(ReviewAnswer answer) => answer == ReviewAnswer.Approved ? "approved" : "requested changes to";

    private static PostmortemReview Ask(DeskTransaction work, Postmortem postmortem, Guid reviewer, Caller by) => new()
    {
        Id = work.NewId(),
        PostmortemId = postmortem.Id,
        Round = postmortem.Round,
        ReviewerId = reviewer,
        AskedBy = by.Name,
        AskedAt = work.Now,
    };

    private static NotificationSubject Subject(Postmortem postmortem, string title, string detail) =>
        new(SubjectKind, postmortem.Id, title, $"/postmortems/{postmortem.IncidentNumber}", detail);

    private static Task<string> TitleAsync(DeskTransaction work, Postmortem postmortem) =>
        work.Db.Set<Incident>().Where(i => i.Id == postmortem.IncidentId).Select(i => i.Title).FirstAsync(work.Cancellation);

    private static Task<List<PostmortemReview>> RoundAsync(DeskTransaction work, Postmortem postmortem) => work.Db.Set<PostmortemReview>()
        .Where(r => r.PostmortemId == postmortem.Id && r.Round == postmortem.Round).ToListAsync(work.Cancellation);

    private static void Changed(DeskTransaction work, Postmortem postmortem)
    {
        postmortem.Change(work);
        work.Wake(PostmortemTopics.List);
    }

    private static async Task<Refusal?> WrongAsync(DeskTransaction work, Postmortem postmortem, IReadOnlyList<Guid> reviewers)
    {
        var check = new Check();
        check.That(reviewers.Count is > 0 and <= ReviewRules.MostReviewers, "reviewerIds", $"Name 1 to {ReviewRules.MostReviewers} reviewers.");
        var able = await work.Db.Set<Person>().Where(p => reviewers.Contains(p.Id) && p.DisabledAt == null).ToDictionaryAsync(p => p.Id, p => p.Role, work.Cancellation);
        foreach (var (i, reviewer) in reviewers.Index())
        {
            check.That(able.TryGetValue(reviewer, out var role) && role >= Role.Responder, $"reviewerIds[{i}]", "There is no such person, or their role does not include reviewing.");
            check.That(reviewer != postmortem.AuthorId, $"reviewerIds[{i}]", "Its author can't review it.");
        }
        return check.Failed ? check.Refusal : null;
    }
}
