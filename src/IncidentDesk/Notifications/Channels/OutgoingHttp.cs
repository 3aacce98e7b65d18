using System.Net;
using System.Net.Sockets;

namespace IncidentDesk.Notifications.Channels;

/// <summary>The address is one that the program does not call.</summary>
public sealed class ForbiddenAddressException(string message) : Exception(message);

/// <summary>
/// The one way out over HTTP. Addresses are checked when the connection is made, after the name was resolved, so that a name can't be pointed
/// at a private network in between; redirects are not followed.
/// </summary>
public sealed class OutgoingHttp : IDisposable
{
    private readonly bool _allowPrivate;

    public OutgoingHttp(NotificationSettings settings)
    {
        _allowPrivate = settings.AllowPrivateNetworks;
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = IChannel.TimeLimit,
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    public HttpClient Client { get; }

    /// <summary>Why this can't be an address to call, in a sentence; null when it can.</summary>
    public static string? Problem(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") ? "The address must be a whole http or https URL."
        : uri.UserInfo.Length > 0 ? "The address must not carry a user name or password."
        : null;

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = addresses.Where(a => _allowPrivate || IsPublic(a)).ToArray();
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(
                $"{context.DnsEndPoint.Host} lies in a private network, which the setting IncidentDesk:Outgoing:AllowPrivateNetworks does not allow.");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>False for loopback, private, link-local, shared, multicast, documentation and other ranges that are not the public internet (IANA registries).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !address.IsIPv6SiteLocal && !address.IsIPv6Multicast
                && !address.IsIPv6UniqueLocal && !address.Equals(IPAddress.IPv6Any) && address.GetAddressBytes() is not [0x00, 0x64, 0xff, 0x9b, ..];
        }
        return address.GetAddressBytes() is not ([0 or 10 or 127, ..] or [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..]
            or [192, 168, ..] or [192, 0, 0 or 2, ..] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] or [>= 224, ..]);
    }
}
