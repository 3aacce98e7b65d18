using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace IncidentDesk.Web.Access;

/// <summary>How often one address may try passwords and set-up codes. Only posts count; what counts as one address: <see cref="Networks"/>.</summary>
public static class SignInRate
{
    /// <summary>For <see cref="EnableRateLimitingAttribute"/>.</summary>
    public const string Policy = "sign-in";

    internal static void AddTo(RateLimiterOptions options, AccessSettings settings)
    {
        options.AddPolicy(Policy, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(Networks.Of(context.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions
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
}
