using IncidentDesk.Demo;

namespace IncidentDesk.Tests.Demo;

public sealed class DemoStoryTests
{
    private static readonly DateTimeOffset Made = new(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nobody_in_the_demo_answers_by_the_clock_and_every_demo_tells_the_same_month()
    {
        var answered = DemoMonth.Stories.Select(s => s.Answered).OfType<TimeSpan>().ToList();
        answered.Count.ShouldBeGreaterThan(20);
        answered.Select(time => time.Seconds).Distinct().Count().ShouldBeGreaterThan(15);
        DemoMonth.Stories.Select(s => (s.Begins(Made) + s.Answered)?.Second).OfType<int>().Distinct().Count().ShouldBeGreaterThan(15);
        DemoMonth.Stories.Select(s => s.Lasts.Seconds).Distinct().Count().ShouldBeGreaterThan(15);
        DemoMonth.Stories.Select(s => s.Begins(Made.AddDays(1)) - s.Begins(Made)).Distinct().ShouldBe([TimeSpan.FromDays(1)]);
    }

    [Fact]
    public void What_happens_to_an_incident_of_the_demo_keeps_its_order()
    {
        foreach (var story in DemoMonth.Stories)
        {
            (story.Answered ?? TimeSpan.Zero).ShouldBeLessThan(story.Lasts, story.Title);
            (story.Answered ?? TimeSpan.Zero).ShouldBeLessThan(TimeSpan.FromMinutes((story.AnsweredAfter ?? 0) + 1), story.Title);
            story.Notes.ShouldAllBe(note => TimeSpan.FromMinutes(note.Minute) < story.Lasts, story.Title);
        }
    }
}
