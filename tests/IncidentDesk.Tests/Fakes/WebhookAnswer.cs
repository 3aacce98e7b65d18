namespace IncidentDesk.Tests.Fakes;

/// <summary>What the <see cref="WebhookSink"/> answers.</summary>
public sealed record WebhookAnswer(int Status = 200, string Body = "", string ContentType = "text/plain; charset=utf-8")
{
    /// <summary>Never answers; the connection stays open until the sink is disposed.</summary>
    public static WebhookAnswer Hang { get; } = new() { Delay = Timeout.InfiniteTimeSpan };

    /// <summary>Closes the connection without an answer.</summary>
    public static WebhookAnswer Close { get; } = new() { Closes = true };

    /// <summary>How long the server takes before it answers.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Further headers of the answer, like Retry-After or Location.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal bool Closes { get; init; }

    public static WebhookAnswer Html(string html) => new(200, html, "text/html; charset=utf-8");

    /// <summary>This answer, <paramref name="delay"/> later.</summary>
    public WebhookAnswer After(TimeSpan delay) => this with { Delay = delay };
}
