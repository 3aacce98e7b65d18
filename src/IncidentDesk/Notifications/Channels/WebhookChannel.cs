using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Notifications.Channels;

/// <summary>
/// A POST of JSON to the person's URL, signed: <c>X-IncidentDesk-Signature: t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA-256 of "t.body"&gt;</c>, with
/// <c>Idempotency-Key</c>. 2xx is sent; 408, 425, 429 and 5xx are tried again; redirects are not followed; any other answer is final.
/// </summary>
public sealed class WebhookChannel(OutgoingHttp http) : IChannel
{
    public ContactKind Kind => ContactKind.Webhook;

    public async Task<SendResult> SendAsync(Outgoing message, CancellationToken cancellation)
    {
        if (OutgoingHttp.Problem(message.Address) is { } problem)
        {
            return SendResult.Refused(problem);
        }
        using var request = Compose(message);
        try
        {
            using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return Judge((int)response.StatusCode);
        }
        catch (HttpRequestException failed)
        {
            return failed.InnerException is ForbiddenAddressException forbidden
                ? SendResult.Refused(forbidden.Message)
                : SendResult.Deferred($"{request.RequestUri!.Host} can't be reached: {failed.Message}");
        }
    }

    /// <summary>The signature over this body at this time; receivers compute the same.</summary>
    public static string Sign(byte[] secret, long unixSeconds, string body) =>
        $"t={unixSeconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{unixSeconds}.{body}")))}";

    private static SendResult Judge(int status) => status switch
    {
        >= 200 and < 300 => SendResult.Sent($"The receiver returned {status}."),
        408 or 425 or 429 or >= 500 => SendResult.Deferred($"The receiver returned {status}."),
        _ => SendResult.Refused($"The receiver returned {status}."),
    };

    private static HttpRequestMessage Compose(Outgoing message)
    {
        var body = JsonSerializer.Serialize(new
        {
            message.Id,
            message.Kind,
            Person = message.PersonName,
            message.Title,
            message.Detail,
            message.Urgency,
            Link = message.ActionUrl,
            SubjectId = message.ThreadId,
        }, JsonColumns.Options);
        var request = new HttpRequestMessage(HttpMethod.Post, message.Address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("IncidentDesk", "1"));
        request.Headers.Add("Idempotency-Key", message.Id.ToString());
        if (message.Secret is { } secret)
        {
            request.Headers.Add("X-IncidentDesk-Signature", Sign(secret, message.At.ToUnixTimeSeconds(), body));
        }
        return request;
    }
}
