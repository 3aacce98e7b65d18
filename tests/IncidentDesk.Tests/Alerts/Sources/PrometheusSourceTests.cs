using System.Text;
using System.Text.Json;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Alerts.Sources;

public sealed class PrometheusSourceTests
{
    private static readonly PrometheusSource Source = new();

    public static TheoryData<string> CapturedFiles => [.. Captured.Files("alertmanager")];

    [Theory]
    [MemberData(nameof(CapturedFiles))]
    public void Every_captured_request_is_understood_alert_by_alert(string file)
    {
        foreach (var body in Captured.Bodies("alertmanager", file))
        {
            var reading = Read(body);

            reading.Malformed.ShouldBeNull();
            reading.Rejected.ShouldBeEmpty();
            using var sent = JsonDocument.Parse(body);
            var alerts = sent.RootElement.GetProperty("alerts").EnumerateArray().ToList();
            reading.Signals.Count.ShouldBe(alerts.Count);
            foreach (var (alert, signal) in alerts.Zip(reading.Signals))
            {
                signal.DedupKey.ShouldBe(alert.GetProperty("fingerprint").GetString());
                signal.State.ToString().ShouldBe(alert.GetProperty("status").GetString(), StringCompareShould.IgnoreCase);
                signal.StartedAt.ShouldBe(alert.GetProperty("startsAt").GetDateTimeOffset());
                signal.Labels.ShouldBe(alert.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!), ignoreOrder: true);
                signal.Notice.ShouldBeNull();
                signal.Raw.ShouldBeNull();
            }
        }
    }

    [Fact]
    public void A_firing_alert_keeps_its_words_in_every_script()
    {
        var signal = Read(Captured.Body("alertmanager", "01-firing-unicode.json")).Signals.ShouldHaveSingleItem();

        signal.Title.ShouldBe("Checkout error ratio 21% on 127.0.0.1:19004");
        signal.Description.ShouldBe("Проверка: ошибки оплаты — \"Überlast\" in €.\nSecond line with <tags> & ampersands and a back\\slash.");
        signal.Severity.ShouldBe(SourceSeverity.Warning);
        signal.EndedAt.ShouldBeNull();
        signal.Links.ShouldBe(
        [
            new SignalLink("Dashboard", "http://localhost/d/checkout?var-instance=127.0.0.1:19004"),
            new SignalLink("Prometheus", "http://localhost:9090/graph?g0.expr=shop_checkout_error_ratio+%3E+0.05&g0.tab=1"),
            new SignalLink("Alertmanager", "http://localhost:9093"),
        ]);
    }

    [Fact]
    public void A_resolved_alert_says_when_it_ended_and_has_the_key_of_its_firing()
    {
        var firing = Read(Captured.Body("alertmanager", "01-firing-unicode.json")).Signals[0];
        var resolved = Read(Captured.Body("alertmanager", "03-resolved.json")).Signals.ShouldHaveSingleItem();

        resolved.State.ShouldBe(SignalState.Resolved);
        resolved.DedupKey.ShouldBe(firing.DedupKey);
        resolved.StartedAt.ShouldBe(firing.StartedAt);
        resolved.EndedAt.ShouldNotBeNull().ShouldBeGreaterThan(resolved.StartedAt!.Value);
    }

    [Fact]
    public void The_runbook_is_the_first_link() =>
        Read(Captured.Body("alertmanager", "08-grouped-25-firing.json")).Signals
            .ShouldAllBe(signal => signal.Links[0] == new SignalLink("Runbook", "http://localhost/runbooks/InstanceDown"));

    [Fact]
    public void What_Alertmanager_itself_cut_off_is_said() =>
        Read(Captured.Body("alertmanager", "10-max-alerts-firing-20-truncated.json")).Note.ShouldNotBeNull().ShouldContain("20");

    [Fact]
    public void A_body_with_both_states_is_read_alert_by_alert()
    {
        var reading = Read(Body("""{"status":"firing","labels":{"a":"1"},"fingerprint":"f1"},{"status":"resolved","labels":{"a":"2"},"fingerprint":"f2","endsAt":"2026-01-02T03:04:05+02:00"}"""));

        reading.Signals.Select(signal => (signal.DedupKey, signal.State)).ShouldBe([("f1", SignalState.Firing), ("f2", SignalState.Resolved)]);
        reading.Signals[1].EndedAt.ShouldBe(new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero));
        reading.Signals[1].EndedAt!.Value.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void No_alerts_at_all_is_a_reading_without_signals()
    {
        var reading = Read(Body(""));

        reading.Malformed.ShouldBeNull();
        reading.Signals.ShouldBeEmpty();
        reading.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sev1", SourceSeverity.Sev1)]
    [InlineData("S2", SourceSeverity.Critical)]
    [InlineData("SEV3", SourceSeverity.Error)]
    [InlineData("sev4", SourceSeverity.Warning)]
    [InlineData("s5", SourceSeverity.Info)]
    [InlineData("critical", SourceSeverity.Critical)]
    [InlineData("crit", SourceSeverity.Critical)]
    [InlineData("fatal", SourceSeverity.Critical)]
    [InlineData("emerg", SourceSeverity.Critical)]
    [InlineData("Emergency", SourceSeverity.Critical)]
    [InlineData("alert", SourceSeverity.Critical)]
    [InlineData("disaster", SourceSeverity.Critical)]
    [InlineData("blocker", SourceSeverity.Critical)]
    [InlineData("P1", SourceSeverity.Critical)]
    [InlineData("err", SourceSeverity.Error)]
    [InlineData("average", SourceSeverity.Error)]
    [InlineData("p2", SourceSeverity.Error)]
    [InlineData("p3", SourceSeverity.Error)]
    [InlineData("moderate", SourceSeverity.Warning)]
    [InlineData("p4", SourceSeverity.Warning)]
    [InlineData("notice", SourceSeverity.Info)]
    [InlineData("debug", SourceSeverity.Info)]
    [InlineData("ok", SourceSeverity.Info)]
    [InlineData("P5", SourceSeverity.Info)]
    [InlineData("PAGE", SourceSeverity.Critical)]
    [InlineData(" High ", SourceSeverity.Error)]
    [InlineData("warn", SourceSeverity.Warning)]
    [InlineData("none", SourceSeverity.Info)]
    [InlineData("purple", SourceSeverity.Unknown)]
    [InlineData("", SourceSeverity.Unknown)]
    public void The_severity_label_is_free_text(string label, SourceSeverity severity) =>
        One($$$"""{"status":"firing","labels":{"severity":"{{{label}}}"},"fingerprint":"f"}""").Severity.ShouldBe(severity);

    [Fact]
    public void Without_a_severity_label_the_severity_is_unknown() =>
        One("""{"status":"firing","labels":{"a":"b"},"fingerprint":"f"}""").Severity.ShouldBe(SourceSeverity.Unknown);

    [Theory]
    [InlineData("""{"summary":"Two\nlines","description":"d"}""", "Two lines")]
    [InlineData("""{"summary":"  ","description":"\n\n first \nsecond"}""", "first")]
    [InlineData("""{}""", "Down on web1")]
    [InlineData("null", "Down on web1")]
    public void The_title_is_the_best_that_the_alert_offers(string annotations, string title) =>
        One($$$"""{"status":"firing","labels":{"alertname":"Down","instance":"web1"},"annotations":{{{annotations}}},"fingerprint":"f"}""").Title.ShouldBe(title);

    [Fact]
    public void Annotations_without_a_place_of_their_own_end_the_description() =>
        One("""{"status":"firing","labels":{},"annotations":{"description":"Slow.","impact":"Nobody can pay","summary":"s"},"fingerprint":"f"}""")
            .Description.ShouldBe("Slow.\nimpact: Nobody can pay");

    [Fact]
    public void A_missing_fingerprint_is_made_from_the_labels_in_any_order()
    {
        var one = One("""{"status":"firing","labels":{"a":"1","b":"2"}}""");
        var same = One("""{"status":"firing","labels":{"b":"2","a":"1"},"fingerprint":""}""");
        var other = One("""{"status":"firing","labels":{"a":"12","b":""}}""");

        one.DedupKey.ShouldStartWith("labels:");
        same.DedupKey.ShouldBe(one.DedupKey);
        other.DedupKey.ShouldNotBe(one.DedupKey);
    }

    [Fact]
    public void One_bad_alert_leaves_the_other_299_alone()
    {
        var alerts = Enumerable.Range(0, 300).Select(i => i == 3
            ? """{"status":"firing","labels":"none","fingerprint":"f3"}"""
            : $$$"""{"status":"firing","labels":{"n":"{{{i}}}"},"fingerprint":"f{{{i}}}"}""");
        var reading = Read(Body(string.Join(',', alerts)));

        reading.Signals.Count.ShouldBe(299);
        reading.Rejected.ShouldHaveSingleItem().ShouldBe(new RejectedItem("alerts[3].labels", "must be an object, not text"));
    }

    [Theory]
    [InlineData("null", "alerts[0]", "must be an object, not null")]
    [InlineData("7", "alerts[0]", "must be an object, not a number")]
    [InlineData("[[]]", "alerts[0]", "must be an object, not an array")]
    [InlineData("{}", "alerts[0].status", "missing")]
    [InlineData("""{"status":null,"labels":{"a":"b"}}""", "alerts[0].status", "missing")]
    [InlineData("""{"status":"on fire","labels":{"a":"b"}}""", "alerts[0].status", "not \"on fire\"")]
    [InlineData("""{"status":["firing"],"labels":{"a":"b"}}""", "alerts[0].status", "must be text, not an array")]
    [InlineData("""{"status":"firing","status":"resolved","labels":{"a":"b"}}""", "alerts[0].status", "appears twice")]
    [InlineData("""{"status":"firing"}""", "alerts[0].fingerprint", "no labels")]
    [InlineData("""{"status":"firing","labels":null,"fingerprint":null}""", "alerts[0].fingerprint", "no labels")]
    [InlineData("""{"status":"firing","labels":[],"fingerprint":"f"}""", "alerts[0].labels", "must be an object, not an array")]
    [InlineData("""{"status":"firing","labels":{"a":"b"},"annotations":7}""", "alerts[0].annotations", "must be an object, not a number")]
    [InlineData("""{"status":"firing","labels":{"a":"b"},"fingerprint":{"a":1}}""", "alerts[0].fingerprint", "must be text, not an object")]
    [InlineData("""{"status":"firing","labels":{"a":"b"},"startsAt":{}}""", "alerts[0].startsAt", "must be text, not an object")]
    public void A_bad_alert_is_rejected_with_its_place_and_the_reason(string alert, string path, string reason)
    {
        var reading = Read(Body(alert));

        reading.Malformed.ShouldBeNull();
        reading.Signals.ShouldBeEmpty();
        var rejected = reading.Rejected.ShouldHaveSingleItem();
        rejected.Path.ShouldBe(path);
        rejected.Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("""{"version":"3","alerts":[]}""", "\"version\" is 3")]
    [InlineData("""{"version":4,"alerts":[]}""", "\"version\" is 4")]
    [InlineData("""{"version":null,"alerts":[]}""", "\"version\" is null")]
    [InlineData("""{"version":["4"],"alerts":[]}""", "\"version\" is an array")]
    [InlineData("""{"alerts":[]}""", "\"version\" is missing")]
    [InlineData("""{"version":"4"}""", "\"alerts\" is missing")]
    [InlineData("""{"version":"4","alerts":null}""", "not null")]
    [InlineData("""{"version":"4","alerts":{}}""", "not an object")]
    [InlineData("""{"version":"4","alerts":[],"alerts":[]}""", "appears twice")]
    [InlineData("[]", "this is an array")]
    [InlineData("\"4\"", "this is text")]
    public void What_is_not_the_webhook_is_malformed_as_a_whole(string body, string reason) =>
        ShouldBeMalformed(Read(body), reason);

    [Fact]
    public void An_alert_before_a_wrong_version_is_no_signal() =>
        ShouldBeMalformed(Read("""{"alerts":[{"status":"firing","labels":{"a":"b"}}],"version":"5"}"""), "\"version\" is 5");

    private static void ShouldBeMalformed(SourceReading reading, string reason)
    {
        reading.Malformed.ShouldNotBeNull().ShouldContain(reason);
        reading.Signals.ShouldBeEmpty();
        reading.Rejected.ShouldBeEmpty();
    }

    private static string Body(string alerts) => $$"""{"version":"4","alerts":[{{alerts}}]}""";

    private static ParsedSignal One(string alert) => Read(Body(alert)).Signals.ShouldHaveSingleItem();

    private static SourceReading Read(string body) => Source.Read(Encoding.UTF8.GetBytes(body));
}
