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

    /// <summary>
    /// False for loopback, private, link-local, shared, multicast, documentation and other ranges that are not the public internet (IANA registries). An IPv6 address
    /// that stands for an IPv4 one is judged by that one.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        address = Embedded(address) ?? address;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !address.IsIPv6SiteLocal && !address.IsIPv6Multicast
                && !address.IsIPv6UniqueLocal && !address.Equals(IPAddress.IPv6Any) && address.GetAddressBytes() is not ([0x20, 0x01, 0x0d, 0xb8, ..] or [0x01, 0x00, 0, 0, 0, 0, 0, 0, ..]);
        }
        return address.GetAddressBytes() is not ([0 or 10 or 127, ..] or [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..]
            or [192, 168, ..] or [192, 0, 0 or 2, ..] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] or [>= 224, ..]);
    }

    /// <summary>
    /// The IPv4 address in an IPv6 one: mapped (::ffff:a.b.c.d), translated (::ffff:0:a.b.c.d), compatible (::a.b.c.d), NAT64 (64:ff9b::/96 and 64:ff9b:1::/48, RFC 6052
    /// and 8215), 6to4 (2002::/16, RFC 3056) and Teredo (2001::/32, RFC 4380, whose client's address is inverted). Null for all others.
    /// </summary>
    private static IPAddress? Embedded(IPAddress address) => address.AddressFamily != AddressFamily.InterNetworkV6 ? null : address.GetAddressBytes() switch
    {
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, .. var v4] => new IPAddress(v4),
        [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, .. var v4] => new IPAddress(v4),
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. var v4] when v4 is not [0, 0, 0, <= 1] => new IPAddress(v4),
        [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. var v4] => new IPAddress(v4),
        // A network's own prefix may put it elsewhere; none of these is the public internet's.
        [0x00, 0x64, 0xff, 0x9b, ..] => IPAddress.Any,
        [0x20, 0x02, var a, var b, var c, var d, ..] => new IPAddress([a, b, c, d]),
        [0x20, 0x01, 0, 0, .., var a, var b, var c, var d] => new IPAddress([(byte)~a, (byte)~b, (byte)~c, (byte)~d]),
        _ => null,
    };
}
