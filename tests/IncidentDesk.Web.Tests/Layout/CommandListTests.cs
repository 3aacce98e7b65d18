using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Searching;
using IncidentDesk.Web.Layout.Commands;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Layout;

public sealed class CommandListTests
{
    private static readonly PersonView Bo = new(Samples.Bo, "Bo Lindqvist", "bo@example.com", Role.Responder, "Etc/UTC", Samples.Start, null, 1);

    private static readonly RunbookView RollBack = new(Guid.Parse("01990000-0000-7000-8000-00000000000b"), "Roll back checkout", Samples.Incident().ServiceId, [], Samples.Start, 1);

    [Fact]
    public void Without_words_it_offers_what_can_be_done_here_what_is_open_and_every_page()
    {
        var items = CommandList.Of("", Context(room: Samples.Incident(), found: Samples.Incident(41)));
        items.Take(4).Select(i => i.Text).ShouldBe(["Acknowledge INC-42", "Escalate INC-42 now", "Run: Roll back checkout…", "INC-41 Error rate 38%"]);
        items.Where(i => i.Group == "Go to").Select(i => i.Text).ShouldContain("Insights");
        items[^1].Act.ShouldBeOfType<CommandAct.Keys>();
    }

    [Fact]
    public void In_a_room_a_name_pages_that_person()
    {
        var items = CommandList.Of("page bo", Context(room: Samples.Incident()));
        items.ShouldHaveSingleItem().Act.ShouldBe(new CommandAct.Reassign(Samples.Incident().Id, "INC-42", Samples.Bo, "Bo Lindqvist"));
        CommandList.Of("page bo", Context(room: null)).ShouldBeEmpty();
        CommandList.NameIn("  reassign TO bo lind ").ShouldBe("bo lind");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("roll ba")]
    public void In_a_room_a_runbook_of_its_service_can_be_asked_for(string words)
    {
        CommandList.Of(words, Context(room: Samples.Incident()))[0].Act.ShouldBe(new CommandAct.Run(RollBack.Id));
        CommandList.Of(words, Context(room: null)).ShouldAllBe(i => i.Act is CommandAct.Go);
        CommandList.Of(words, Context(Role.Viewer, Samples.Incident())).ShouldAllBe(i => i.Act is CommandAct.Go);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("INC-42")]
    [InlineData("in")]
    [InlineData("no")]
    [InlineData("late")]
    [InlineData("oll")]
    public void Neither_a_number_nor_a_piece_of_a_word_acts_on_the_room_that_is_open(string words) =>
        CommandList.Of(words, Context(room: Samples.Incident())).ShouldAllBe(i => i.Act is CommandAct.Go || i.Act is CommandAct.Keys);

    [Fact]
    public void An_incident_elsewhere_is_acknowledged_only_when_its_number_was_typed()
    {
        Acts("INC-41", Samples.Incident(41)).ShouldBe([new CommandAct.Go("/incidents/41"), new CommandAct.Acknowledge(Samples.Incident(41).Id, "INC-41")]);
        Acts("error", Samples.Incident(41)).ShouldBe([new CommandAct.Go("/incidents/41")]);
        Acts("41", Samples.Incident(41, IncidentStatus.Resolved)).ShouldBe([new CommandAct.Go("/incidents/41")]);
    }

    [Fact]
    public void Whoever_has_it_is_joined_and_not_taken_from()
    {
        var taken = Samples.Incident(status: IncidentStatus.Acknowledged) with { AcknowledgedById = Samples.Bo, AcknowledgedBy = "Bo" };
        CommandList.Of("join", Context(room: taken)).ShouldHaveSingleItem().Hint.ShouldBe("Acknowledged by Bo");
        CommandList.Of("acknowledge", Context(room: taken with { AcknowledgedById = Samples.Ana })).ShouldBeEmpty();
    }

    [Fact]
    public void A_viewer_finds_incidents_and_pages_but_no_acts()
    {
        var items = CommandList.Of("42", Context(Role.Viewer, Samples.Incident(), Samples.Incident()));
        items.ShouldHaveSingleItem().Act.ShouldBe(new CommandAct.Go("/incidents/42"));
    }

    [Fact]
    public void A_resolved_incident_offers_nothing_to_do() =>
        CommandList.Of("INC-42", Context(room: Samples.Incident(status: IncidentStatus.Resolved))).ShouldBeEmpty();

    [Theory]
    [InlineData("incidents/42", 42L)]
    [InlineData("incidents/42?x=1#y", 42L)]
    [InlineData("incidents", null)]
    [InlineData("incidents/42/more", null)]
    [InlineData("services/42", null)]
    public void The_room_is_known_by_its_address(string path, long? number) => CommandReads.RoomIn(path).ShouldBe(number);

    private static IEnumerable<CommandAct> Acts(string words, IncidentView found) => CommandList.Of(words, Context(found: found)).Select(i => i.Act);

    private static CommandContext Context(Role role = Role.Responder, IncidentView? room = null, params IncidentView[] found) => new(Samples.Reader(role), room, SearchResults.None with { Incidents = found }, [Bo], [RollBack]);
}
