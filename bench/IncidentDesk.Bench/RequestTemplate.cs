using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace IncidentDesk.Bench;

/// <summary>
/// A whole HTTP request as bytes, in which each alert's identity is a place of sixteen hexadecimal digits. Sending distinct alerts costs no more than
/// writing those digits: the generator shares its cores with the server that it measures.
/// </summary>
internal sealed class RequestTemplate
{
    private const string Place = "@@@@@@@@@@@@@@@@";
    private static readonly string StartsAt = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    // Runs against one desk never repeat an identity.
    private static long _lastId = Random.Shared.NextInt64(1 << 23) << 40;

    private readonly byte[] _bytes;
    private readonly int[] _places;

    private RequestTemplate(Uri url, string body, int signals)
    {
        _bytes = Encoding.UTF8.GetBytes($"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nUser-Agent: Alertmanager/0.25.0\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        Url = url;
        Signals = signals;
        _places = [.. Find(_bytes)];
    }

    public Uri Url { get; }

    /// <summary>How many alerts one request carries.</summary>
    public int Signals { get; }

    /// <summary>Alertmanager's webhook, version 4, with all that its real bodies hold.</summary>
    public static RequestTemplate Webhook(Uri url, int signals)
    {
        var alerts = Enumerable.Range(0, signals).Select(_ => new
        {
            status = "firing",
            labels = Labels(),
            annotations = Annotations(),
            startsAt = StartsAt,
            endsAt = "0001-01-01T00:00:00Z",
            generatorURL = "http://prometheus.shop.example/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
            fingerprint = Place,
        });
        var shared = Labels().Where(label => label.Value != Place).ToDictionary();
        var body = JsonSerializer.Serialize(new
        {
            receiver = "desk",
            status = "firing",
            alerts,
            groupLabels = new { alertname = "InstanceDown" },
            commonLabels = shared,
            commonAnnotations = Annotations(),
            externalURL = "http://alertmanager.shop.example",
            version = "4",
            groupKey = "{}:{alertname=\"InstanceDown\"}",
            truncatedAlerts = 0,
        });
        return new RequestTemplate(url, body, signals);
    }

    /// <summary>The same alerts as Alertmanager's own API v2 takes them (<c>POST /api/v2/alerts</c>).</summary>
    public static RequestTemplate AlertmanagerApi(Uri root, int signals)
    {
        var alerts = Enumerable.Range(0, signals).Select(_ => new
        {
            labels = Labels(),
            annotations = Annotations(),
            startsAt = StartsAt,
            generatorURL = "http://prometheus.shop.example/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
        });
        return new RequestTemplate(new Uri(root, "api/v2/alerts"), JsonSerializer.Serialize(alerts), signals);
    }

    /// <summary>A copy of the request for one connection to write identities into.</summary>
    public byte[] Copy() => [.. _bytes];

    /// <summary>Gives every alert of the request an identity that no other one has.</summary>
    public void Renew(byte[] request)
    {
        var perSignal = _places.Length / Signals;
        var first = Interlocked.Add(ref _lastId, Signals) - Signals;
        for (var i = 0; i < _places.Length; i++)
        {
            Utf8Formatter.TryFormat(first + (i / perSignal), request.AsSpan(_places[i], Place.Length), out _, new System.Buffers.StandardFormat('x', 16));
        }
    }

    private static Dictionary<string, string> Labels() => new()
    {
        ["alertname"] = "InstanceDown",
        ["cluster"] = "prod-eu1",
        ["instance"] = Place,
        ["job"] = "shop",
        ["service"] = "checkout",
        ["severity"] = "critical",
        ["team"] = "platform",
        ["zone"] = "eu1-b",
    };

    private static Dictionary<string, string> Annotations() => new()
    {
        ["description"] = "An instance of job shop has been down for more than 3 minutes.",
        ["runbook_url"] = "https://wiki.shop.example/runbooks/InstanceDown",
        ["summary"] = "Instance down",
    };

    private static IEnumerable<int> Find(byte[] bytes)
    {
        var place = Encoding.ASCII.GetBytes(Place);
        for (var at = 0; bytes.AsSpan(at).IndexOf(place) is >= 0 and var offset; at += offset + place.Length)
        {
            yield return at + offset;
        }
    }
}
