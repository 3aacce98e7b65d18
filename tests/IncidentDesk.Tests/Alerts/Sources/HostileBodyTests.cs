using System.Text;
using IncidentDesk.Alerts.Sources;

namespace IncidentDesk.Tests.Alerts.Sources;

/// <summary>What holds for every source: nothing in a body throws, and nothing bad in it reaches storage.</summary>
public sealed class HostileBodyTests
{
    public static TheoryData<string, string> UnreadableBodies => new()
    {
        { "", "is empty" },
        { " \r\n\t", "is empty" },
        { "hello", "not valid JSON (line 1, byte 1)" },
        { "{", "not valid JSON" },
        { "{\"title\":\"a\"", "not valid JSON" },
        { "{\"title\":\"a\",}", "not valid JSON" },
        { "{\"title\":\"a\"} trailing", "Something follows" },
        { "{\"title\":\"a\"}{\"title\":\"b\"}", "Something follows" },
        { "{\"title\":\"a\"/*why*/}", "not valid JSON" },
        { "{\"title\":\"a\nb\"}", "not valid JSON" },
        { "{\"title\":\"\\x\"}", "not valid JSON" },
        { "{\"title\":01}", "not valid JSON" },
        { new string('[', 100_000), "deeper than 32" },
        { "{\"x\":" + string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 41), "deeper than 32" },
    };

    public static TheoryData<string> Kinds => [.. SourceCatalog.All.Select(source => source.Kind)];

    [Theory]
    [MemberData(nameof(UnreadableBodies))]
    public void An_unreadable_body_is_malformed_and_says_why(string body, string reason)
    {
        Read(body).Malformed.ShouldNotBeNull().ShouldContain(reason);
        foreach (var source in SourceCatalog.All)
        {
            var reading = source.Read(Encoding.UTF8.GetBytes(body));

            reading.Malformed.ShouldNotBeNullOrWhiteSpace(source.Kind);
            reading.Signals.ShouldBeEmpty();
            reading.Rejected.ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Text_in_another_encoding_is_malformed(string kind)
    {
        var source = SourceCatalog.Find(kind).ShouldNotBeNull();

        source.Read([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}']).Malformed.ShouldBe("The body is not valid UTF-8.");
        source.Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")]).Malformed.ShouldNotBeNull().ShouldContain("UTF-16");
        source.Read(Encoding.Unicode.GetBytes("{}")).Malformed.ShouldNotBeNull();
    }

    [Fact]
    public void A_byte_order_mark_is_no_harm()
    {
        One([.. Encoding.UTF8.Preamble, .. "{\"title\":\"a\",\"labels\":{\"x\":{}}}"u8]).Title.ShouldBe("a");
        new GenericSource().Read(Encoding.UTF8.Preamble).Malformed.ShouldNotBeNull().ShouldContain("empty");
    }

    [Fact]
    public void Nesting_within_the_limit_is_read()
    {
        var nested = new string('[', 30) + new string(']', 30);
        One($$$"""{"title":"a","labels":{"deep":{{{nested}}}}}""").Labels["deep"].ShouldBe(nested);
        Read($$$"""{"title":"a","labels":{"deep":[{{{nested}}}]}}""").Malformed.ShouldBe("The JSON is nested deeper than 32 levels.");
    }

    [Fact]
    public void Control_characters_and_lone_surrogates_are_replaced_and_the_raw_is_kept()
    {
        const string Body = """{"title":"a\u0000b\ud800c\udc00\ud83d\ude00\u007f\nnext","labels":{"l\u0001":"v\u0000\r\nw"},"description":"x\r\ny\tz\u0000","dedupKey":"k\u0000"}""";
        var signal = One(Body);

        signal.Title.ShouldBe("a\uFFFDb\uFFFDc\uFFFD😀\uFFFD next");
        signal.Labels.ShouldHaveSingleItem().ShouldBe(new("l\uFFFD", "v\uFFFD\nw"));
        signal.Description.ShouldBe("x\ny\tz\uFFFD");
        signal.DedupKey.ShouldStartWith("k\uFFFD~");
        signal.Notice.ShouldNotBeNull().ShouldContain("unprintable");
        signal.Raw.ShouldBe(Body);
    }

    [Fact]
    public void Escaped_names_and_bad_escapes_in_names_are_read()
    {
        One("""{"\u0074itle":"a","\ud800":1,"labels":{"\ud800":"x"}}""").Labels.ShouldHaveSingleItem().Key.ShouldBe("\uFFFD");
        new PrometheusSource().Read("""{"\udc00":{},"\u0076ersion":"4","alerts":[{"\ud83d":1,"st\u0061tus":"firing","labels":{"a":"b"}}]}"""u8)
            .Signals.ShouldHaveSingleItem();
    }

    [Fact]
    public void What_is_too_long_is_cut_with_a_notice_and_the_raw_kept()
    {
        var name = new string('n', 200);
        var body = $$$"""{"title":"{{{new string('t', 1_000_000)}}}","description":"{{{new string('d', 6_000)}}}","labels":{"{{{name}}}":"{{{new string('v', 3_000)}}}"}}""";
        var signal = One(body);

        signal.Title.ShouldBe(new string('t', SignalLimits.Title - 1) + "…");
        signal.Description.Length.ShouldBe(SignalLimits.Description);
        signal.Labels.ShouldHaveSingleItem().Key.Length.ShouldBe(SignalLimits.LabelName);
        signal.Labels.Values.ShouldHaveSingleItem().Length.ShouldBe(SignalLimits.LabelValue);
        signal.Notice.ShouldNotBeNull().ShouldContain("title was truncated from 1000000 to 300 characters");
        signal.Raw.ShouldBe(body);
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("e\u0301")]
    [InlineData("🇩🇪")]
    public void A_cut_never_splits_what_a_reader_sees_as_one_sign(string grapheme)
    {
        var title = One($$"""{"title":"{{string.Concat(Enumerable.Repeat(grapheme, 400))}}"}""").Title;

        title.Length.ShouldBeLessThanOrEqualTo(SignalLimits.Title);
        title.ShouldEndWith("…");
        title[..^1].Replace(grapheme, "").ShouldBeEmpty();
    }

    [Fact]
    public void A_single_endless_sign_is_cut_all_the_same() =>
        One($$"""{"title":"😀{{new string('\u0301', 5_000)}}"}""").Title.Length.ShouldBe(SignalLimits.Title);

    [Fact]
    public void Too_many_labels_and_links_are_left_out_with_a_notice()
    {
        var labels = string.Join(',', Enumerable.Range(0, 70).Select(i => $"\"l{i}\":\"{i}\""));
        var links = string.Join(',', Enumerable.Range(0, 25).Select(i => $"\"https://x.example/{i}\""));
        var signal = One($$$"""{"title":"a","labels":{ {{{labels}}} },"links":[{{{links}}}]}""");

        signal.Labels.Count.ShouldBe(SignalLimits.Labels);
        signal.Links.Count.ShouldBe(SignalLimits.Links);
        signal.Notice.ShouldBe("Links after the first 20 were dropped; 6 of 70 labels were left out.");
    }

    [Fact]
    public void A_label_that_comes_twice_counts_with_its_last_value()
    {
        var signal = One("""{"title":"a","labels":{"x":"1","x":"2","":"unnamed"}}""");

        signal.Labels.ShouldHaveSingleItem().ShouldBe(new("x", "2"));
        signal.Notice.ShouldBe("Label x came twice, the last one counts; 1 of 3 labels were left out.");
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData(" jAvAsCrIpT:alert(1)//http://x")]
    [InlineData("data:text/html,x")]
    [InlineData("//x.example/a")]
    [InlineData("/a")]
    [InlineData("http://")]
    [InlineData("http:///a")]
    [InlineData("https://x.example/a\\nb")]
    [InlineData("https://x.example/\\u202egnp.exe")]
    [InlineData("https://x.example/\\u0000")]
    public void A_link_that_is_not_plainly_http_is_dropped_with_a_notice(string href)
    {
        var signal = One($$"""{"title":"a","links":[{"text":"t","href":"{{href}}"}]}""");

        signal.Links.ShouldBeEmpty();
        signal.Notice.ShouldNotBeNull().ShouldContain("was dropped");
        signal.Raw.ShouldNotBeNull();
    }

    [Fact]
    public void A_link_with_characters_that_addresses_may_not_hold_is_escaped() =>
        One("""{"title":"a","links":[" https://g.example/d?var=a b&left={\"x\":\"<y>\"} "]}""").Links.ShouldHaveSingleItem()
            .Href.ShouldBe("https://g.example/d?var=a%20b&left=%7B%22x%22:%22%3Cy%3E%22%7D");

    [Fact]
    public void A_long_key_keeps_its_beginning_and_stays_distinct()
    {
        var one = One($$"""{"title":"a","dedupKey":"{{new string('k', 300)}}1"}""").DedupKey;
        var other = One($$"""{"title":"a","dedupKey":"{{new string('k', 300)}}2"}""").DedupKey;

        one.Length.ShouldBe(SignalLimits.DedupKey);
        one.ShouldStartWith("kkkk");
        other.ShouldNotBe(one);
        One($$"""{"title":"a","dedupKey":"{{new string('k', 255)}}"}""").DedupKey.ShouldBe(new string('k', 255));
    }

    [Fact]
    public void Markup_is_kept_as_plain_text() =>
        One("""{"title":"<script>alert('x')</script>","labels":{"<b>":"&amp;"}}""").Title.ShouldBe("<script>alert('x')</script>");

    private static ParsedSignal One(string body) => Read(body).Signals.ShouldHaveSingleItem();

    private static ParsedSignal One(byte[] body) => new GenericSource().Read(body).Signals.ShouldHaveSingleItem();

    private static SourceReading Read(string body) => new GenericSource().Read(Encoding.UTF8.GetBytes(body));
}
