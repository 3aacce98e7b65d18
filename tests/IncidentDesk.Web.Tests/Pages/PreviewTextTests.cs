using IncidentDesk.Escalation;
using IncidentDesk.Web.Pages.Escalations;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class PreviewTextTests
{
    [Fact]
    public void Steps_read_in_order_with_their_waits_and_the_last_resort_at_the_end() =>
        PreviewText.Sentence(Preview(0, 15, Step(0, "Ana"), Step(5, "Bo", "Chen"))).ShouldBe("Ana immediately, Bo and Chen in 5m; after 15m the administrators (Root). At high urgency, they are paged again every 15m until someone acknowledges.");

    [Fact]
    public void Rounds_are_counted() =>
        PreviewText.Sentence(Preview(2, 30, Step(0, "Ana"))).ShouldStartWith("Ana immediately, then 2 more rounds; after 30m the administrators (Root).");

    [Fact]
    public void Without_anybody_in_the_policy_the_administrators_are_asked_at_once() =>
        PreviewText.Sentence(Preview(0, 0)).ShouldStartWith("The administrators (Root) immediately.");

    [Fact]
    public void Somebody_whom_nothing_reaches_is_marked()
    {
        var step = new PreviewStep(0, TimeSpan.Zero, [new PreviewPerson(Guid.Empty, "Chen", "on call", Reachable: false)], []);
        PreviewText.Sentence(Preview(0, 0, step)).ShouldStartWith("Chen (in-app only) immediately; the administrators (Root) immediately too.");
    }

    [Theory]
    [InlineData(0, "Runs 1 round, about 15m, then the administrators.")]
    [InlineData(5, "Runs 6 rounds, about 1h 30m, then the administrators.")]
    public void The_length_counts_every_round_and_the_last_steps_wait(int repeats, string sentence) =>
        PreviewText.Length([TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)], repeats).ShouldBe(sentence);

    private static ClimbPreview Preview(int more, int lastAfter, params PreviewStep[] steps) =>
        new(steps, more, TimeSpan.FromMinutes(lastAfter), "Nobody acknowledged.", [new PreviewPerson(Guid.Empty, "Root", "administrator", true)], TimeSpan.FromMinutes(15));

    private static PreviewStep Step(int minutes, params string[] names) =>
        new(0, TimeSpan.FromMinutes(minutes), [.. names.Select(n => new PreviewPerson(Guid.Empty, n, "named in the policy", true))], []);
}
