using System.Net;

namespace IncidentDesk.Web.Access;

/// <summary>What access needs from the settings.</summary>
public sealed record AccessSettings
{
    public const int DefaultSignInsPerMinute = 20;
    public const int DefaultPagesPerSession = 20;
    public const int DefaultPagesPerAddress = 200;

    /// <summary>The address that people's browsers use; null when it was not set.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>True when the settings gave a key (<c>Secrets:Key</c>): then the cookie keys in the database are boxed with it.</summary>
    public bool KeyGiven { get; init; }

    /// <summary>Proxies besides those on this machine whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>How many posts to the sign-in and set-up pages one address may send per minute.</summary>
    public int SignInsPerMinute { get; init; } = DefaultSignInsPerMinute;

    /// <summary>How many pages of one session may be live at once on a node.</summary>
    public int PagesPerSession { get; init; } = DefaultPagesPerSession;

    /// <summary>How many pages of one address may be live at once on a node; an office is often one address.</summary>
    public int PagesPerAddress { get; init; } = DefaultPagesPerAddress;
}
