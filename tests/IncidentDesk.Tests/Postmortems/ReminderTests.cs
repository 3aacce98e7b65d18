using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Postmortems;

namespace IncidentDesk.Tests.Postmortems;

/// <summary>Action items, and how their owners are reminded.</summary>
public sealed class ReminderTests : LookBack
{
    private const string Zone = "Pacific/Auckland";

    [Fact]
    public async Task The_owner_is_reminded_in_their_own_morning_before_on_and_weekly_after_the_day_and_nothing_else_is_sent()
    {
        var (item, due) = await FarAwayAsync();
        await ReachAsync(Morning(due, -3).AddMinutes(-1));
        Smtp.Mails.ShouldBeEmpty();
        var wanted = new List<string>();
        foreach (var (day, words) in new[] { (-3, "is due in 3 days"), (0, "is due today"), (7, "is 7 days overdue"), (14, "is 14 days overdue") })
        {
            await ReachAsync(Morning(due, day).AddMinutes(1));
            wanted.Add($"\"Send traffic to the canary\" {words}");
            Smtp.Mails.Select(m => m.Subject).ShouldBe(wanted);
            await ReachAsync(Morning(due, day).AddHours(23));
            Smtp.Mails.Select(m => m.Subject).ShouldBe(wanted);
        }
        Smtp.Mails.ShouldAllBe(m => m.Recipients.Single() == "bo@example.com" && m.Text!.Contains($"#action-{item.Id}"));
        (await Desk.AllAsync<Notification>()).Where(n => n.SubjectId == item.Id).ShouldAllBe(n => n.Urgency == Urgency.Low && n.SubjectKind == "action-item");
    }

    [Fact]
    public async Task What_is_done_reminds_nobody_and_what_waited_is_cancelled_with_its_reason()
    {
        var (item, due) = await FarAwayAsync();
        var method = (await Desk.AllAsync<ContactMethod>()).Single(m => m.PersonId == Bo.Id);
        (await Desk.Get<NotificationRuleActions>().AddAsync(Bo.Id, RuleFor.Low, TimeSpan.FromMinutes(30), method.Id, By(Bo))).Succeeded.ShouldBeTrue();
        await ReachAsync(Morning(due, 0).AddMinutes(1));
        (await WaitingAsync()).Status.ShouldBe(NotificationStatus.Queued);

        (await Items.ChangeAsync(item.Id, ActionItemActions.DraftOf(item) with { Status = ActionStatus.Done }, item.Version, By(Chen))).Value.ClosedAt.ShouldNotBeNull();
        var gone = await WaitingAsync();
        (gone.Status, gone.Reason).ShouldBe((NotificationStatus.Cancelled, "cancelled: Chen marked it done"));
        (await Desk.AllAsync<Job>()).ShouldNotContain(j => j.Subject == item.Id);
        await ReachAsync(Morning(due, 8));
        Smtp.Mails.ShouldBeEmpty();

        async Task<Notification> WaitingAsync() => (await Desk.AllAsync<Notification>()).Single(n => n.SubjectId == item.Id && n.Method == ContactKind.Email);
    }

    [Fact]
    public async Task A_moved_date_and_a_new_owner_move_the_reminder()
    {
        var (item, due) = await FarAwayAsync();
        var changed = (await Items.ChangeAsync(item.Id, ActionItemActions.DraftOf(item) with { Due = due.AddDays(20), OwnerId = Chen.Id }, item.Version, By(Bo))).Value;
        (await Items.ChangeAsync(item.Id, ActionItemActions.DraftOf(item), item.Version - 1, By(Bo))).Refusal.ShouldBeOfType<Refusal.Stale>();
        await ReachAsync(Morning(due, 10));
        Smtp.Mails.ShouldBeEmpty();
        await ReachAsync(LocalDays.MorningOf("Etc/UTC", changed.Due).AddMinutes(1));
        Smtp.Mails.Select(m => m.Recipients.Single()).Distinct().ShouldBe(["chen@example.com"]);
    }

    [Fact]
    public async Task Bad_items_are_refused_field_by_field()
    {
        var postmortem = await StartedAsync();
        var other = await StartedAsync();
        var foreign = (await Write.AddFactorAsync(other.Id, "x", By(Bo))).Value;
        var good = new ActionItemDraft("Watch", Bo.Id, new DateOnly(2030, 1, 1), postmortem.Id);
        (await Items.CreateAsync(good with { Title = " ", OwnerId = Guid.NewGuid(), Due = new DateOnly(1999, 1, 1), FactorId = foreign.Id }, By(Bo)))
            .Fields().ShouldBe(["title", "ownerId", "due", "factorId"]);
        (await Items.CreateAsync(good with { Title = new string('x', 201), Status = ActionStatus.Dropped }, By(Bo))).Fields().ShouldBe(["title", "reason"]);
        (await Items.CreateAsync(good with { PostmortemId = Guid.NewGuid() }, By(Bo))).Fields().ShouldBe(["postmortemId"]);
        var item = (await Items.CreateAsync(good, By(Bo))).Value;
        (await Items.ChangeAsync(item.Id, good with { PostmortemId = other.Id }, 1, By(Bo))).Fields().ShouldBe(["postmortemId"]);
        var dropped = (await Items.ChangeAsync(item.Id, good with { Status = ActionStatus.Dropped, Reason = "The canary is gone" }, 1, By(Bo))).Value;
        (dropped.Reason, dropped.ClosedAt.HasValue).ShouldBe(("The canary is gone", true));
        (await Items.ChangeAsync(item.Id, good, 2, By(Bo))).Value.ShouldSatisfyAllConditions(a => a.Reason.ShouldBeNull(), a => a.ClosedAt.ShouldBeNull());
    }

    /// <summary>An item of Bo's, who lives far from UTC; due in 30 days.</summary>
    private async Task<(ActionItem Item, DateOnly Due)> FarAwayAsync()
    {
        (await Desk.Get<PersonActions>().ChangeAsync(Bo.Id, new PersonDraft(Bo.Name, Bo.Email, Bo.Role, Zone), Bo.Version, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        // Ana is taken out of the way of the weekly digest.
        (await Desk.Get<PersonActions>().ChangeAsync(Ana.Id, new PersonDraft(Ana.Name, Ana.Email, Role.Responder), Ana.Version, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var due = LocalDays.Today(Zone, await Desk.NowAsync()).AddDays(30);
        var postmortem = await StartedAsync();
        await Desk.RunAsync();
        return ((await Items.CreateAsync(new ActionItemDraft("Send traffic to the canary", Bo.Id, due, postmortem.Id), By(Bo))).Value, due);
    }

    private static DateTimeOffset Morning(DateOnly due, int days) => LocalDays.MorningOf(Zone, due.AddDays(days));
}
