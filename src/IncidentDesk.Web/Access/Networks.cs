using System.Net;
using System.Net.Sockets;

namespace IncidentDesk.Web.Access;

/// <summary>Which addresses count as one visitor: an IPv4 address alone, and all of an IPv6 /56, which is what one line is usually given (RFC 6177, 2).</summary>
internal static class Networks
{
    private const int LineBytes = 7;

    public static string Of(IPAddress? address)
    {
        if (address is null || address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return address?.MapToIPv4().ToString() ?? "unknown";
        }
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(LineBytes).Clear();
        return $"{new IPAddress(bytes)}/{LineBytes * 8}";
    }
}
