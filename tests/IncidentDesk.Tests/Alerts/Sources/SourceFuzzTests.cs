using System.Text;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Alerts.Sources;

/// <summary>Bodies that real systems sent, damaged at random. INCIDENTDESK_SEED runs one seed again.</summary>
public sealed class SourceFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 5_000;

    private static readonly string[] Splinters =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1e400", "\\u0000", "\\ud800", "\\udc00", "\\", "\0", "\uFEFF", "\"alerts\":", "\"labels\":",
        "\"status\":\"resolved\",", "\"fingerprint\":[],", "\"version\":\"4\",", "\"title\":\"t\",", "\"links\":[{\"href\":1}],", "javascript:", "0001-01-01T00:00:00+14:00",
    ];

    [Fact]
    public void No_damaged_body_makes_a_source_throw_or_break_a_limit()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("INCIDENTDESK_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var bodies = Captured.Files("alertmanager").SelectMany(file => Captured.Bodies("alertmanager", file).Take(2)).Where(body => body.Length < 8_000)
            .Append("""[{"title":"a","dedupKey":"k","state":"firing","severity":"info","labels":{"a":"b"},"links":[{"text":"t","href":"https://x.example"}]}]""")
            .Select(Encoding.UTF8.GetBytes).ToArray();

        for (var round = 0; round < Rounds; round++)
        {
            var body = Damage(bodies[random.Next(bodies.Length)], random);
            foreach (var source in SourceCatalog.All)
            {
                Check(source, body, $"seed {seed}, round {round}, {source.Kind}");
            }
        }
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var body = original.ToList();
        for (var wounds = random.Next(1, 5); wounds > 0 && body.Count > 0; wounds--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(6))
            {
                case 0: body[at] = (byte)random.Next(256); break;
                case 1: body.RemoveRange(at, Math.Min(random.Next(1, 40), body.Count - at)); break;
                case 2: body.InsertRange(at, Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)])); break;
                case 3: body.InsertRange(random.Next(body.Count), body.GetRange(at, Math.Min(random.Next(1, 300), body.Count - at))); break;
                case 4: body.RemoveRange(at, body.Count - at); break;
                default: SwapToken(body, at, random); break;
            }
        }

        return [.. body];
    }

    // Replaces a whole string literal, so that many damaged bodies are still JSON and reach the code behind the parser.
    private static void SwapToken(List<byte> body, int at, Random random)
    {
        var open = body.IndexOf((byte)'"', at);
        var close = open < 0 ? -1 : body.IndexOf((byte)'"', open + 1);
        if (close > 0)
        {
            string[] values = ["null", "7", "{}", "[]", "[[1]]", "true", "\"\"", "\"\\u0000\"", "\"\\ud83d\"", "{\"a\":{\"b\":null}}", $"\"{new string('x', random.Next(7_000))}\""];
            body.RemoveRange(open, close - open + 1);
            body.InsertRange(open, Encoding.UTF8.GetBytes(values[random.Next(values.Length)]));
        }
    }

    private static void Check(ISource source, byte[] body, string where)
    {
        SourceReading reading;
        try
        {
            reading = source.Read(body);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{where}: {Convert.ToBase64String(body)}", e);
        }

        (reading.Malformed is null || (reading.Signals.Count == 0 && reading.Rejected.Count == 0)).ShouldBeTrue(where);
        foreach (var signal in reading.Signals)
        {
            signal.DedupKey.Length.ShouldBeInRange(1, SignalLimits.DedupKey, where);
            signal.Title.Trim().Length.ShouldBeInRange(1, SignalLimits.Title, where);
            signal.Description.Length.ShouldBeLessThanOrEqualTo(SignalLimits.Description, where);
            signal.Labels.Count.ShouldBeLessThanOrEqualTo(SignalLimits.Labels, where);
            (signal.Notice is null).ShouldBe(signal.Raw is null, where);
            var texts = signal.Labels.SelectMany(label => new[] { label.Key, label.Value }).Concat(signal.Links.SelectMany(link => new[] { link.Text, link.Href }))
                .Concat([signal.DedupKey, signal.Title, signal.Description, signal.Notice ?? "", signal.Raw ?? ""])
                .Concat(reading.Rejected.Select(item => item.Path + item.Reason));
            texts.ShouldAllBe(text => IsStorable(text), where);
        }
    }

    private static bool IsStorable(string text)
    {
        try
        {
            return !text.Contains('\0') && new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
