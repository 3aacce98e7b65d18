using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Postmortems;

/// <summary>Pins, and how a postmortem is begun and written.</summary>
public sealed class PostmortemTests : LookBack
{
    [Fact]
    public async Task A_pin_raises_seq_is_audited_once_and_can_be_taken_away()
    {
        var pins = Desk.Get<PinActions>();
        var incident = await OpenAsync();
        (await Desk.Get<IncidentActions>().NoteAsync(incident.Id, "rolled back 4.8.1", By(Bo))).Succeeded.ShouldBeTrue();

        var pinned = (await pins.PinAsync(incident.Id, 2, By(Bo))).Value;
        pinned.Seq.ShouldBe(3);
        (await pins.PinAsync(incident.Id, 2, By(Ana))).Value.Seq.ShouldBe(3);
        await using (var db = await Desk.Desk.ReadAsync())
        {
            (await db.PinsAsync(incident.Id, CancellationToken.None)).ShouldBe([2]);
            (await db.TimelineAsync(incident.Id, 2, 10, CancellationToken.None)).Single().Text.ShouldBe("Bo pinned entry 2: rolled back 4.8.1");
        }
        (await pins.PinAsync(incident.Id, 3, By(Bo))).Refusal.ShouldBeOfType<Refusal.Conflict>();
        (await pins.PinAsync(incident.Id, 99, By(Bo))).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await pins.UnpinAsync(incident.Id, 2, By(Ana))).Value.Seq.ShouldBe(4);
        (await pins.UnpinAsync(incident.Id, 2, By(Ana))).Value.Seq.ShouldBe(4);
        (await Desk.AllAsync<TimelinePin>()).ShouldBeEmpty();
        (await AuditAsync(incident.Id)).ShouldBe(["Bo incident.opened", "Bo incident.noted", "Bo incident.pinned", "Ana incident.unpinned"]);
    }

    [Theory]
    [InlineData("Europe/Berlin", false, "Europe/Berlin")]
    [InlineData("Europe/Berlin", true, "Etc/UTC")]
    public async Task It_keeps_the_zone_in_which_its_author_reads_whatever_they_change_afterwards(string zone, bool readsUtc, string kept)
    {
        await MoveBoAsync(zone);
        (await Desk.Get<TimeDisplayActions>().ReadUtcAsync(Bo.Id, readsUtc, By(Bo))).Succeeded.ShouldBeTrue();
        var started = await StartedAsync();
        await MoveBoAsync("Asia/Tokyo");

        var view = await ViewAsync(started.Id);
        view.TimeZone.ShouldBe(kept);
        view.Section(SectionKind.Timeline).Text.ShouldStartWith($"Taken from the record; times are in {TimelineDraft.Escape(kept)}.");

        async Task MoveBoAsync(string there)
        {
            var bo = (await Desk.Get<PersonQueries>().GetAsync(Bo.Id))!;
            (await Desk.Get<PersonActions>().ChangeAsync(bo.Id, new PersonDraft(bo.Name, bo.Email, bo.Role, there), bo.Version, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task It_begins_from_a_resolved_incident_once_with_its_timeline_written_from_facts_and_pins()
    {
        var incidents = Desk.Get<IncidentActions>();
        var incident = await OpenAsync();
        await Desk.MoveClockAsync(TimeSpan.FromMinutes(2));
        await incidents.AcknowledgeAsync(incident.Id, By(Bo));
        await incidents.SetSeverityAsync(incident.Id, Severity.Sev1, By(Bo));
        await Desk.Get<IncidentRoleActions>().OfferAsync(incident.Id, IncidentRole.Commander, Bo.Id, By(Bo));
        var note = (await incidents.NoteAsync(incident.Id, "rolled back <b>4.8.1</b>\n- really", By(Bo))).Value.Seq;
        await Desk.Get<PinActions>().PinAsync(incident.Id, note, By(Bo));
        (await Desk.Get<PinActions>().PinAsync(incident.Id, 2, By(Bo))).Succeeded.ShouldBeTrue();
        await Desk.MoveClockAsync(TimeSpan.FromMinutes(10));
        await Desk.Get<StatusUpdateActions>().UpdateAsync(incident.Id, "Checkout is slow", null, By(Bo));
        (await Write.StartAsync(incident.Number, null, By(Bo))).Refusal.ShouldBeOfType<Refusal.Conflict>().Message.ShouldContain("is not resolved");
        await incidents.MitigateAsync(incident.Id, By(Bo));
        await Desk.MoveClockAsync(TimeSpan.FromMinutes(3));
        await incidents.ResolveAsync(incident.Id, By(Bo));

        var both = await Task.WhenAll(Write.StartAsync(incident.Number, null, By(Bo)), Write.StartAsync(incident.Number, null, By(Chen)));
        both.Count(b => b.Succeeded).ShouldBe(1);
        both.Single(b => !b.Succeeded).Refusal.ShouldBeOfType<Refusal.Conflict>().Message.ShouldContain("already has a postmortem");
        (await Write.StartAsync(999_999, null, By(Bo))).Fields().ShouldBe(["incidentNumber"]);

        var view = await ViewAsync(both.Single(b => b.Succeeded).Value.Id);
        var timeline = view.Section(SectionKind.Timeline).Text.Split('\n');
        timeline[0].ShouldBe("Taken from the record; times are in Etc/UTC.");
        timeline[2..^1].Select(l => l.Split("** ")[1]).ShouldBe(
        [
            "Declared by Bo\\.", "Bo acknowledged\\. _(pinned)_", "Bo changed the severity from SEV2 to SEV1\\.", "Bo took incident command\\.",
            "Bo\\: rolled back \\<b\\>4\\.8\\.1\\</b\\> \\- really _(pinned)_", "Status update by Bo\\: Checkout is slow", "Bo marked it as mitigated\\.", "Bo resolved it\\.",
        ]);
        view.Facts.TimeToAcknowledge!.Value.TotalMinutes.ShouldBe(2, 0.5);
        view.Facts.TimeToMitigate!.Value.TotalMinutes.ShouldBe(12, 0.5);
        view.Facts.TimeToResolve!.Value.TotalMinutes.ShouldBe(15, 0.5);
    }

    [Fact]
    public async Task A_stale_save_is_refused_and_a_repeated_one_is_not()
    {
        var postmortem = await StartedAsync();
        var summary = (await ViewAsync(postmortem.Id)).Section(SectionKind.Summary);
        var first = (await Write.SaveSectionAsync(postmortem.Id, summary.Id, "Bo's words", summary.Version, By(Bo))).Value;
        first.Version.ShouldBe(summary.Version + 1);

        var late = (await Write.SaveSectionAsync(postmortem.Id, summary.Id, "Chen's words", summary.Version, By(Chen))).Refusal.ShouldBeOfType<Refusal.Stale>();
        (late.CurrentVersion, late.Message.StartsWith("Bo changed this")).ShouldBe((first.Version, true));
        (await Write.SaveSectionAsync(postmortem.Id, summary.Id, "Bo's words", summary.Version, By(Bo))).Value.Version.ShouldBe(first.Version);
        (await ViewAsync(postmortem.Id)).Section(SectionKind.Summary).Text.ShouldBe("Bo's words");
    }

    [Fact]
    public async Task Two_editors_race_a_hundred_saves_and_every_confirmed_word_is_in_the_section()
    {
        var postmortem = await StartedAsync();
        var lessons = (await ViewAsync(postmortem.Id)).Section(SectionKind.Lessons);
        var confirmed = new System.Collections.Concurrent.ConcurrentBag<string>();
        var shown = new System.Collections.Concurrent.ConcurrentBag<string>();

        // One takes theirs in a conflict, the other keeps both: neither reads what it has not been shown.
        await Task.WhenAll(EditAsync(By(Bo), "b", keepBoth: false), EditAsync(By(Chen), "c", keepBoth: true));

        var words = (await ViewAsync(postmortem.Id)).Section(SectionKind.Lessons).Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        confirmed.Except(words).ShouldBeEmpty();
        words.ShouldBeUnique();
        (confirmed.Count + shown.Except(confirmed).Count()).ShouldBe(100);
        shown.ShouldNotBeEmpty("the two never met, so this proved nothing");

        async Task EditAsync(Caller by, string name, bool keepBoth)
        {
            var (text, version) = (lessons.Text, lessons.Version);
            for (var i = 0; i < 50; i++)
            {
                var word = $"{name}{i}";
                text += $" {word}";
                while (true)
                {
                    var saved = await Write.SaveSectionAsync(postmortem.Id, lessons.Id, text, version, by);
                    if (saved.Succeeded)
                    {
                        version = saved.Value.Version;
                        confirmed.Add(word);
                        break;
                    }
                    saved.Refusal.ShouldBeOfType<Refusal.Stale>();
                    shown.Add(word);
                    var theirs = (await ViewAsync(postmortem.Id)).Section(SectionKind.Lessons);
                    (text, version) = (keepBoth ? $"{theirs.Text} {word}" : theirs.Text, theirs.Version);
                    if (!keepBoth)
                    {
                        break;
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Factors_are_added_changed_and_removed_and_actions_lose_only_the_link()
    {
        var postmortem = await StartedAsync();
        var factor = (await Write.AddFactorAsync(postmortem.Id, "The canary had no traffic", By(Bo))).Value;
        var second = (await Write.AddFactorAsync(postmortem.Id, "Nobody watched", By(Chen))).Value;
        var item = (await Items.CreateAsync(new ActionItemDraft("Send traffic to the canary", Bo.Id, new DateOnly(2030, 1, 1), postmortem.Id, FactorId: factor.Id), By(Bo))).Value;
        (await Write.SaveSectionAsync(postmortem.Id, factor.Id, "The canary saw 0.1% of traffic", 1, By(Chen))).Succeeded.ShouldBeTrue();
        (await Write.RemoveFactorAsync(postmortem.Id, factor.Id, 1, By(Bo))).Refusal.ShouldBeOfType<Refusal.Stale>();
        (await Write.RemoveFactorAsync(postmortem.Id, factor.Id, 2, By(Bo))).Succeeded.ShouldBeTrue();

        var view = await ViewAsync(postmortem.Id);
        view.Factors.Select(f => f.Id).ShouldBe([second.Id]);
        view.Actions.Single().ShouldSatisfyAllConditions(a => a.Id.ShouldBe(item.Id), a => a.FactorId.ShouldBeNull());

        (await Write.ChangeAsync(postmortem.Id, new PostmortemTexts(Summary: "S", Factors: ["one", "two", "three"]), view.Version, By(Bo))).Succeeded.ShouldBeTrue();
        view = await ViewAsync(postmortem.Id);
        view.Factors.Select(f => f.Text).ShouldBe(["one", "two", "three"]);
        view.Factors.First().Id.ShouldBe(second.Id);
        (await Write.ChangeAsync(postmortem.Id, new PostmortemTexts(Summary: "T"), view.Version - 1, By(Bo))).Refusal.ShouldBeOfType<Refusal.Stale>();
    }

    [Fact]
    public async Task Texts_keep_any_script_within_their_limits_and_lose_only_what_nobody_sees()
    {
        var postmortem = await StartedAsync();
        var impact = (await ViewAsync(postmortem.Id)).Section(SectionKind.Impact);
        var saved = (await Write.SaveSectionAsync(postmortem.Id, impact.Id, "תשלומים ← 🛒 <script>\r\n\0x\t", impact.Version, By(Bo))).Value;
        saved.Text.ShouldBe("תשלומים ← 🛒 <script>\n x\t");
        (await Write.SaveSectionAsync(postmortem.Id, impact.Id, new string('é', 20_000), saved.Version, By(Bo))).Succeeded.ShouldBeTrue();
        (await Write.SaveSectionAsync(postmortem.Id, impact.Id, new string('x', 20_001), saved.Version + 1, By(Bo))).Fields().ShouldBe(["text"]);
        (await Write.AddFactorAsync(postmortem.Id, new string('x', 5_001), By(Bo))).Fields().ShouldBe(["text"]);
        (await Write.StartAsync(1, new PostmortemTexts(Summary: new string('x', 20_001), Factors: [new string('x', 5_001)]), By(Bo))).Fields().ShouldBe(["summary", "factors[0]"]);
    }

    [Fact]
    public async Task Others_see_who_has_a_section_open_until_they_leave_or_are_forgotten()
    {
        var presence = Desk.Get<EditorPresence>();
        var postmortem = await StartedAsync();
        var section = (await ViewAsync(postmortem.Id)).Section(SectionKind.Summary).Id;
        await presence.OpenAsync(postmortem.Id, section, Bo.Id, "Bo");
        await presence.OpenAsync(postmortem.Id, section, Chen.Id, "Chen");
        (await ViewAsync(postmortem.Id)).Section(SectionKind.Summary).Editors.Select(e => e.Name).ShouldBe(["Bo", "Chen"]);
        await presence.CloseAsync(postmortem.Id, section, Bo.Id);
        (await ViewAsync(postmortem.Id)).Section(SectionKind.Summary).Editors.Select(e => e.Name).ShouldBe(["Chen"]);
        await Desk.MoveClockAsync(EditorPresence.Life);
        (await ViewAsync(postmortem.Id)).Section(SectionKind.Summary).Editors.ShouldBeEmpty();
    }
}
