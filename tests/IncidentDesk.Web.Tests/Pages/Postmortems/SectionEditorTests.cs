using Bunit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using IncidentDesk.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Editor = IncidentDesk.Web.Pages.Postmortems.SectionEditor;

namespace IncidentDesk.Web.Tests.Pages.Postmortems;

/// <summary>The editor when the database is away: here there never is one.</summary>
public sealed class SectionEditorTests : PageTest
{
    private readonly SectionView _section = new(Guid.NewGuid(), SectionKind.Summary, "before", 3, default, "Bo", []);

    public SectionEditorTests() => Services.AddSingleton<IDbContextFactory<DeskDb>, NoDatabase>().AddSingleton<Wakeups>()
        .AddSingleton<Desk>().AddSingleton<PostmortemActions>().AddSingleton<EditorPresence>().AddLogging();

    [Fact]
    public void Words_that_can_t_be_saved_are_said_to_be_and_stay_in_the_box()
    {
        var editor = Show();
        editor.Find("textarea").Change("new words");
        editor.Find(".field-error:not(.editor-offline)").TextContent.ShouldContain("Not saved: the database can't be reached. Your text stays here");
        editor.Find("textarea").GetAttribute("data-version").ShouldBe("3");
        Tries.ShouldBe(1);

        Time.Advance(TimeSpan.FromSeconds(5));
        editor.WaitForAssertion(() => Tries.ShouldBe(2));
        editor.FindAll("button").Single(b => b.TextContent == "Done").Click();
        editor.Find(".field-error:not(.editor-offline)").TextContent.ShouldContain("Not saved");
    }

    [Fact]
    public void Words_that_the_browser_kept_over_a_newer_text_are_shown_beside_it()
    {
        JSInterop.Setup<Editor.KeptDraft?>("deskDrafts.open", _ => true).SetResult(new Editor.KeptDraft("kept words", 2));
        var editor = Show();
        editor.WaitForAssertion(() => editor.FindAll("textarea").Select(t => t.GetAttribute("value")).ShouldBe(["kept words", "before"]));
        editor.Find("[role=alert]").TextContent.ShouldContain("Bo saved this section while you were writing");
        Tries.ShouldBe(0);
        editor.FindAll("button").Single(b => b.TextContent == "Use theirs").Click();
        editor.FindAll("textarea").Select(t => t.GetAttribute("value")).ShouldBe(["before"]);
    }

    [Fact]
    public void A_change_that_changes_nothing_is_not_saved_over_what_somebody_else_has_written()
    {
        var editor = Show();
        editor.Find("textarea").Change("before");
        Tries.ShouldBe(0);
        editor.FindAll(".field-error:not(.editor-offline)").ShouldBeEmpty();

        editor.Find("textarea").Change("before, and more");
        editor.Find("textarea").Change("before");
        Tries.ShouldBe(2, "the first try may have got there although its answer did not");
    }

    private int Tries => ((NoDatabase)Services.GetRequiredService<IDbContextFactory<DeskDb>>()).Saves;

    private IRenderedComponent<Editor> Show() => Render<Editor>(with => with.Add(e => e.Postmortem, Guid.NewGuid()).Add(e => e.Section, _section)
        .Add(e => e.Who, new Viewer(Guid.NewGuid(), "Chen", Role.Responder, "Etc/UTC")).Add(e => e.Label, "Summary"));

    /// <summary>Presence asks once at the start; every later call is a save.</summary>
    private sealed class NoDatabase : IDbContextFactory<DeskDb>
    {
        private int _calls;

        public int Saves => _calls - 1;

        public DeskDb CreateDbContext() => throw new InvalidOperationException("away");

        public Task<DeskDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            return Task.FromException<DeskDb>(new Npgsql.NpgsqlException("away"));
        }
    }
}
