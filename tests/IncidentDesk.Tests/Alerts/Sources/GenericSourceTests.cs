using System.Text;
using IncidentDesk.Alerts.Sources;

namespace IncidentDesk.Tests.Alerts.Sources;

public sealed class GenericSourceTests
{
    private static readonly GenericSource Source = new();

    [Fact]
    public void A_full_signal_is_read_as_it_is_written()
    {
        var signal = One("""
            {"title":"Queue stuck","dedupKey":"queue-7","state":"resolved","severity":"critical","description":"a\nb","labels":{"host":"q1"},
             "links":[{"text":"Graph","href":"https://g.example/1"},"https://g.example/2"],"startedAt":"2026-11-22T11:40:56.4215Z","endedAt":"2026-11-22T12:00:00Z","extra":{"a":[1]}}
            """);

        signal.Title.ShouldBe("Queue stuck");
        signal.DedupKey.ShouldBe("queue-7");
        signal.State.ShouldBe(SignalState.Resolved);
        signal.Severity.ShouldBe(SourceSeverity.Critical);
        signal.Description.ShouldBe("a\nb");
        signal.Labels.ShouldHaveSingleItem().ShouldBe(new("host", "q1"));
        signal.Links.ShouldBe([new SignalLink("Graph", "https://g.example/1"), new SignalLink("https://g.example/2", "https://g.example/2")]);
        signal.StartedAt.ShouldBe(new DateTimeOffset(2026, 11, 22, 11, 40, 56, TimeSpan.Zero).AddMilliseconds(421.5));
        signal.EndedAt.ShouldBe(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        signal.Notice.ShouldBeNull();
        signal.Raw.ShouldBeNull();
    }

    [Fact]
    public void A_title_alone_fires_with_a_key_made_from_it()
    {
        var signal = One("""{"title":"Disk full"}""");
        var again = One("""{"title":"Disk full","state":"resolved"}""");

        signal.State.ShouldBe(SignalState.Firing);
        signal.Severity.ShouldBe(SourceSeverity.Unknown);
        signal.DedupKey.ShouldStartWith("title:");
        again.DedupKey.ShouldBe(signal.DedupKey);
        One("""{"title":"Disk full "}""").DedupKey.ShouldBe(signal.DedupKey);
        One("""{"title":"Disk fuller"}""").DedupKey.ShouldNotBe(signal.DedupKey);
    }

    [Fact]
    public void An_array_holds_several_and_one_bad_item_leaves_the_others_alone()
    {
        var reading = Read("""[{"title":"a"},{"title":"b","labels":7},null,{"title":"c"}]""");

        reading.Signals.Select(signal => signal.Title).ShouldBe(["a", "c"]);
        reading.Rejected.ShouldBe([new("[1].labels", "must be an object, not a number"), new("[2]", "must be an object, not null")]);
    }

    [Theory]
    [InlineData("{}", "title", "is missing")]
    [InlineData("""{"title":null}""", "title", "is missing")]
    [InlineData("""{"title":" \t"}""", "title", "is empty")]
    [InlineData("""{"title":{"a":1}}""", "title", "must be text, not an object")]
    [InlineData("""{"title":"a","title":"b"}""", "title", "appears twice")]
    [InlineData("""{"title":"a","state":"open"}""", "state", "not \"open\"")]
    [InlineData("""{"title":"a","state":1}""", "state", "not \"1\"")]
    [InlineData("""{"title":"a","dedupKey":[1]}""", "dedupKey", "must be text, not an array")]
    [InlineData("""{"title":"a","severity":{}}""", "severity", "must be text, not an object")]
    [InlineData("""{"title":"a","labels":["x"]}""", "labels", "must be an object, not an array")]
    [InlineData("""{"title":"a","links":"https://x.example"}""", "links", "must be an array, not text")]
    [InlineData("""{"title":"a","links":[[1]]}""", "links[0]", "must be text, not an array")]
    [InlineData("""{"title":"a","links":[{"href":[]}]}""", "links[0].href", "must be text, not an array")]
    public void A_bad_item_is_rejected_with_its_place_and_the_reason(string body, string path, string reason)
    {
        var reading = Read(body);

        reading.Malformed.ShouldBeNull();
        reading.Signals.ShouldBeEmpty();
        var rejected = reading.Rejected.ShouldHaveSingleItem();
        rejected.Path.ShouldBe(path);
        rejected.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Numbers_and_booleans_become_text()
    {
        var signal = One("""{"title":42,"dedupKey":7.50,"labels":{"big":1e999999,"on":true,"gone":null,"nested":{"a": [1]}},"links":null}""");

        signal.Title.ShouldBe("42");
        signal.DedupKey.ShouldBe("7.50");
        signal.Labels.ShouldBe(new Dictionary<string, string> { ["big"] = "1e999999", ["on"] = "true", ["nested"] = """{"a": [1]}""" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("\\ud800")]
    [InlineData("2026-11-22T11:40:56")]
    [InlineData("2026-11-22")]
    [InlineData("2026-13-45T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void A_time_that_is_none_is_left_out_with_a_notice(string time)
    {
        var signal = One($$"""{"title":"a","startedAt":"{{time}}"}""");

        signal.StartedAt.ShouldBeNull();
        signal.Notice.ShouldNotBeNull().ShouldContain("startedAt");
        signal.Raw.ShouldNotBeNull();
    }

    [Fact]
    public void A_time_may_be_escaped_and_have_any_offset() =>
        One("""{"title":"a","startedAt":"2026-11-22T13:40:56\u002B02:00"}""").StartedAt.ShouldBe(new DateTimeOffset(2026, 11, 22, 11, 40, 56, TimeSpan.Zero));

    [Theory]
    [InlineData("\"x\"", "this is text")]
    [InlineData("null", "this is null")]
    [InlineData("12", "this is a number")]
    public void What_is_neither_object_nor_array_is_malformed(string body, string reason) =>
        Read(body).Malformed.ShouldNotBeNull().ShouldContain(reason);

    private static ParsedSignal One(string body) => Read(body).Signals.ShouldHaveSingleItem();

    private static SourceReading Read(string body) => Source.Read(Encoding.UTF8.GetBytes(body));
}
