using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace IncidentDesk.Web.Access;

/// <summary>How often one address may try passwords and set-up codes. Only posts count; a network of IPv6 (/64) counts as one address.</summary>
public static class SignInRate
{
    /// <summary>For <see cref="EnableRateLimitingAttribute"/>.</summary>
    public const string Policy = "sign-in";

    internal static void AddTo(RateLimiterOptions options, AccessSettings settings)
    {
        options.AddPolicy(Policy, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(Network(context.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = settings.SignInsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            })
            : RateLimitPartition.GetNoLimiter("reads"));
        options.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Refusals.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, AccessTexts.TooManyTries, AccessTexts.WaitAMinute);
        };
    }

    private static string Network(IPAddress? address)
    {
        if (address is null || address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return address?.MapToIPv4().ToString() ?? "unknown";
        }
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }
}
