using System.Globalization;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Postmortems;

namespace IncidentDesk.Tests.Postmortems;

/// <summary>The decisions of postmortems, as tables.</summary>
public sealed class RuleTests
{
    private static readonly Guid Author = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    [Theory]
    [InlineData(3, 20, 0)]
    [InlineData(150, 20, 50)]
    [InlineData(100, 400, 20)]
    public void A_draft_is_never_longer_than_its_section_may_be_and_says_what_is_left_out(int entries, int length, int atLeastLeftOut)
    {
        var at = new DateTimeOffset(2026, 11, 22, 1, 12, 0, TimeSpan.Zero);
        var facts = new IncidentFacts(at, null, null, null, 0, [.. Enumerable.Range(1, entries).Select(i => new Fact(i, at.AddMinutes(i), "update", $"{i}{new string('*', length)}"))]);
        var draft = TimelineDraft.Of(facts, [], "Europe/Berlin");
        SectionRules.WhyNot(SectionKind.Timeline, SectionRules.Clean(draft), "text").ShouldBeNull();
        var lines = draft.Split('\n').Where(l => l.StartsWith("- **", StringComparison.Ordinal)).ToList();
        lines[^1].ShouldContain($"** {entries}\\*");
        (entries - lines.Count).ShouldBeGreaterThanOrEqualTo(atLeastLeftOut);
        draft.Contains($"{entries - lines.Count} more entries are omitted here", StringComparison.Ordinal).ShouldBe(lines.Count < entries);
    }

    [Theory]
    [InlineData(PostmortemStatus.Published, "other", Role.Administrator, "because", "Conflict")]
    [InlineData(PostmortemStatus.Draft, null, Role.Responder, null, "Conflict")]
    [InlineData(PostmortemStatus.Draft, null, Role.Responder, "because", "Conflict")]
    [InlineData(PostmortemStatus.Draft, null, Role.Manager, null, "Invalid")]
    [InlineData(PostmortemStatus.Draft, null, Role.Manager, "  ", "Invalid")]
    [InlineData(PostmortemStatus.Draft, null, Role.Manager, "because", null)]
    [InlineData(PostmortemStatus.Draft, "other", Role.Responder, null, "Conflict")]
    [InlineData(PostmortemStatus.InReview, null, Role.Responder, null, "Conflict")]
    [InlineData(PostmortemStatus.InReview, "author", Role.Responder, null, "Conflict")]
    [InlineData(PostmortemStatus.InReview, "author", Role.Manager, null, "Invalid")]
    [InlineData(PostmortemStatus.InReview, "other", Role.Responder, null, null)]
    [InlineData(PostmortemStatus.InReview, null, Role.Administrator, "because", null)]
    public void Publishing_needs_an_approval_by_somebody_else_or_a_managers_reason(PostmortemStatus status, string? approvedBy, Role role, string? reason, string? refused)
    {
        List<PostmortemReview> round = approvedBy is null ? [] : [Reviewed(approvedBy == "author" ? Author : Other, ReviewAnswer.Approved)];
        ReviewRules.WhyNotPublish(Of(status), round, Author, role, reason)?.GetType().Name.ShouldBe(refused);
        (ReviewRules.WhyNotPublish(Of(status), round, Author, role, reason) is null).ShouldBe(refused is null);
    }

    [Theory]
    [InlineData("author", Role.Responder, null)]
    [InlineData("named", Role.Responder, null)]
    [InlineData("stranger", Role.Manager, null)]
    [InlineData("stranger", Role.Responder, "Forbidden")]
    public void An_approved_one_is_published_by_its_author_a_named_reviewer_or_a_manager(string who, Role role, string? refused)
    {
        var person = who switch { "author" => Author, "named" => Other, _ => Guid.NewGuid() };
        ReviewRules.WhyNotPublish(Of(PostmortemStatus.InReview), [Reviewed(Other, ReviewAnswer.Approved)], person, role, null)?.GetType().Name.ShouldBe(refused);
    }

    [Theory]
    [InlineData(PostmortemStatus.Draft, "asked", Role.Manager, ReviewAnswer.Approved, null, "Conflict")]
    [InlineData(PostmortemStatus.Published, "asked", Role.Manager, ReviewAnswer.Approved, null, "Conflict")]
    [InlineData(PostmortemStatus.InReview, "asked", Role.Responder, ReviewAnswer.Approved, null, null)]
    [InlineData(PostmortemStatus.InReview, "stranger", Role.Responder, ReviewAnswer.Approved, null, "Forbidden")]
    [InlineData(PostmortemStatus.InReview, "stranger", Role.Manager, ReviewAnswer.Approved, null, null)]
    [InlineData(PostmortemStatus.InReview, "author", Role.Manager, ReviewAnswer.Approved, null, "Forbidden")]
    [InlineData(PostmortemStatus.InReview, "asked", Role.Responder, ReviewAnswer.Returned, "", "Invalid")]
    [InlineData(PostmortemStatus.InReview, "asked", Role.Responder, ReviewAnswer.Returned, "more", null)]
    [InlineData(PostmortemStatus.InReview, "nobody", Role.Administrator, ReviewAnswer.Approved, null, "Forbidden")]
    public void Named_reviewers_and_managers_answer_and_never_the_author(
        PostmortemStatus status, string who, Role role, ReviewAnswer answer, string? comment, string? refused)
    {
        Guid? person = who switch { "asked" => Other, "author" => Author, "nobody" => null, _ => Guid.NewGuid() };
        var why = ReviewRules.WhyNotAnswer(Of(status), [Reviewed(Other, ReviewAnswer.Asked)], person, role, answer, comment);
        (why?.GetType().Name).ShouldBe(refused);
    }

    [Theory]
    // due, zone, after (UTC), next day
    [InlineData("2026-12-04", "Etc/UTC", "2026-11-22T10:00", "2026-12-01")]
    [InlineData("2026-12-04", "Etc/UTC", "2026-12-01T08:59", "2026-12-01")]
    [InlineData("2026-12-04", "Etc/UTC", "2026-12-01T09:00", "2026-12-04")]
    [InlineData("2026-12-04", "Etc/UTC", "2026-12-04T09:00", "2026-12-11")]
    [InlineData("2026-12-04", "Etc/UTC", "2026-12-11T08:00", "2026-12-11")]
    [InlineData("2026-12-04", "Etc/UTC", "2026-12-11T09:00", "2026-12-18")]
    [InlineData("2026-12-04", "Etc/UTC", "2027-12-04T12:00", "2027-12-10")]
    [InlineData("2026-12-04", "Europe/Berlin", "2026-12-01T07:59", "2026-12-01")]
    [InlineData("2026-12-04", "Europe/Berlin", "2026-12-01T08:00", "2026-12-04")]
    [InlineData("2026-12-04", "Pacific/Auckland", "2026-11-30T20:30", "2026-12-04")]
    [InlineData("2000-01-01", "Etc/UTC", "2026-11-22T10:00", "2026-11-28")]
    public void The_owner_is_reminded_before_on_and_weekly_after_the_day(string due, string zone, string after, string next)
    {
        var day = ReminderRule.Next(Day(due), zone, At(after));
        day.ShouldBe(Day(next));
        LocalDays.MorningOf(zone, day).ShouldBeGreaterThan(At(after));
    }

    [Theory]
    [InlineData("Etc/UTC", "2026-11-23T08:59", null)]
    [InlineData("Etc/UTC", "2026-11-23T09:00", "2026-11-23")]
    [InlineData("Etc/UTC", "2026-11-25T08:59", "2026-11-23")]
    [InlineData("Etc/UTC", "2026-11-25T09:00", null)]
    [InlineData("Etc/UTC", "2026-11-29T23:00", null)]
    [InlineData("Europe/Berlin", "2026-11-23T08:00", "2026-11-23")]
    [InlineData("Asia/Tokyo", "2026-11-22T23:59", null)]
    [InlineData("Asia/Tokyo", "2026-11-23T00:00", "2026-11-23")]
    [InlineData("Europe/Berlin", "2026-03-30T06:59", null)]
    [InlineData("Europe/Berlin", "2026-03-30T07:00", "2026-03-30")]
    public void The_digest_is_due_on_monday_at_nine_where_the_manager_is(string zone, string now, string? week) =>
        DigestRule.DueWeek(zone, At(now)).ShouldBe(week is null ? null : Day(week));

    [Theory]
    [InlineData("2026-12-04", "2026-12-01", "is due in 3 days")]
    [InlineData("2026-12-04", "2026-12-03", "is due tomorrow")]
    [InlineData("2026-12-04", "2026-12-04", "is due today")]
    [InlineData("2026-12-04", "2026-12-05", "is 1 day overdue")]
    [InlineData("2026-12-04", "2026-12-11", "is 7 days overdue")]
    public void A_reminder_says_how_late_it_is(string due, string today, string words) => ReminderRule.Words(Day(due), Day(today)).ShouldBe(words);

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("<b>38%</b> of *all*", "\\<b\\>38%\\</b\\> of \\*all\\*")]
    [InlineData("[x](javascript:alert)", "\\[x\\]\\(javascript\\:alert\\)")]
    [InlineData("two\nlines", "two lines")]
    public void Plain_text_reads_the_same_in_markdown(string text, string markdown) => TimelineDraft.Escape(text).ShouldBe(markdown);

    private static Postmortem Of(PostmortemStatus status) => new() { AuthorId = Author, Author = "Bo", TimeZone = "Etc/UTC", Status = status };

    private static PostmortemReview Reviewed(Guid who, ReviewAnswer answer) => new() { ReviewerId = who, AskedBy = "Bo", Answer = answer };

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string at) => DateTimeOffset.ParseExact(at, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
