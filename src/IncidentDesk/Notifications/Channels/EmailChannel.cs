using System.Net.Sockets;
using IncidentDesk.People;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IncidentDesk.Notifications.Channels;

/// <summary>
/// Email over SMTP (RFC 5321). Only the recipient's own 5yz answer (to RCPT) is final; whatever else fails, at the greeting, TLS, sign-in, sender or
/// content, says something about the server or the message of this moment and is tried again.
/// </summary>
public sealed class EmailChannel(NotificationSettings settings) : IChannel
{
    /// <summary>The last moments of <see cref="IChannel.TimeLimit"/> are for the goodbye: a mail that was accepted must not count as one that got no answer.</summary>
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    public ContactKind Kind => ContactKind.Email;

    /// <summary>How long the server has to accept a mail.</summary>
    internal TimeSpan Patience { get; init; } = IChannel.TimeLimit - 2 * GoodbyeLimit;

    public async Task<SendResult> SendAsync(Outgoing message, CancellationToken cancellation)
    {
        if (settings.Email is not { } server)
        {
            return SendResult.Deferred("No mail server is configured (IncidentDesk:Email:Host).");
        }
        if (!MailboxAddress.TryParse(message.Address, out var recipient))
        {
            return SendResult.Refused("The address is not an email address.");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        var certificate = new ServerCertificate(server.Host);
        using var client = new SmtpClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = certificate.Check };
        try
        {
            await ConnectAsync(client, server, limit.Token);
            var answer = await client.SendAsync(EmailMessage.Compose(message, recipient, server), limit.Token);
            await SayGoodbyeAsync(client);
            return SendResult.Sent(Say(message, $"{server.Host} accepted the email: {answer}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SendResult.Deferred($"{server.Host}:{server.Port} did not respond within {Patience.TotalSeconds:0.#} seconds.{TlsHint(server)}");
        }
        catch (SmtpCommandException said)
        {
            var answer = Say(message, $"{(int)said.StatusCode} {said.Message}");
            return IsTheRecipients(said) ? SendResult.Refused(answer) : SendResult.Deferred(answer);
        }
        catch (Exception failed) when (Reason(failed, server, certificate.Problem) is { } reason)
        {
            return SendResult.Deferred(Say(message, reason));
        }
    }

    private static async Task ConnectAsync(SmtpClient client, EmailSettings server, CancellationToken cancellation)
    {
        await client.ConnectAsync(server.Host, server.Port, server.Security switch
        {
            EmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            EmailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, cancellation);
        if (server is { UserName: { } user, Password: { } password })
        {
            // These two take a token where the settings have a password.
            client.AuthenticationMechanisms.Remove("XOAUTH2");
            client.AuthenticationMechanisms.Remove("OAUTHBEARER");
            await client.AuthenticateAsync(user, password, cancellation);
        }
    }

    /// <summary>The mail is accepted by now: a goodbye that fails changes nothing.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient client)
    {
        using var limit = new CancellationTokenSource(GoodbyeLimit);
        await client.DisconnectAsync(quit: true, limit.Token);
    }

    /// <summary>
    /// An answer about this address, for good: 550, 551 or 553, but not with 5.7.x, a policy (RFC 3463, 3.8). Servers that judge the client or the sender
    /// late say so at RCPT too, and a block that is lifted must not have cost a page; a full mailbox (552) counts as temporary (RFC 5321, 4.5.3.1.10).
    /// </summary>
    private static bool IsTheRecipients(SmtpCommandException said) =>
        said is { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed }
        && !said.Message.StartsWith("5.7.", StringComparison.Ordinal);

    /// <summary>What went wrong, in words that name what to mend; null for what is no failure of the connection.</summary>
    private static string? Reason(Exception failed, EmailSettings server, string? certificateProblem) => failed switch
    {
        SslHandshakeException when certificateProblem is not null => $"The TLS certificate of {server.Host}:{server.Port} {certificateProblem}",
        SslHandshakeException => $"{server.Host}:{server.Port} does not speak TLS as configured ({failed.InnerException?.Message ?? failed.Message}).{PlainHint(server)}",
        NotSupportedException when server.Security == EmailSecurity.StartTls && failed.Message.Contains("STARTTLS", StringComparison.Ordinal) =>
            $"{server.Host}:{server.Port} does not offer STARTTLS, and the email is not sent unencrypted.",
        NotSupportedException => $"{server.Host} can't accept this email: {failed.Message}",
        AuthenticationException => $"{server.Host} refused the user name or password: {failed.Message}",
        ServiceNotAuthenticatedException => $"{server.Host} wants a user name and password: {failed.Message}",
        SocketException => $"{server.Host}:{server.Port} can't be reached: {failed.Message}",
        IOException or ProtocolException or ServiceNotConnectedException => $"The connection to {server.Host}:{server.Port} broke: {failed.Message}",
        _ => null,
    };

    private static string TlsHint(EmailSettings server) =>
        server.Security == EmailSecurity.Tls ? "" : " If the port expects TLS from the first byte, as 465 does, set IncidentDesk:Email:Security to tls.";

    private static string PlainHint(EmailSettings server) =>
        server.Security == EmailSecurity.Tls ? " If the port starts unencrypted, as 587 does, set IncidentDesk:Email:Security to startTls." : "";

    /// <summary>Attempts are read by everyone who sees the incident; how a person is reached is not for all of them.</summary>
    private static string Say(Outgoing message, string answer) => answer.Replace(message.Address, "the address", StringComparison.OrdinalIgnoreCase);
}
