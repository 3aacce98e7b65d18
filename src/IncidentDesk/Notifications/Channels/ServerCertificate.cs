using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IncidentDesk.Notifications.Channels;

/// <summary>Looks at the certificate that a server shows, as strictly as the machine's own rules, and remembers what was wrong with it.</summary>
internal sealed class ServerCertificate(string host)
{
    /// <summary>The rest of a sentence that begins with the certificate; null when nothing was wrong with it.</summary>
    public string? Problem { get; private set; }

    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var faults = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        Problem = errors == SslPolicyErrors.None ? null
            : certificate is not X509Certificate2 shown ? "is missing."
            : faults.HasFlag(X509ChainStatusFlags.NotTimeValid) ? $"is expired or not valid yet: it is valid from {Day(shown.NotBefore)} to {Day(shown.NotAfter)}."
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"is not for {host}, but for {Names(shown)}."
            : $"is not trusted by this machine ({faults}): it was issued by {shown.Issuer}.";
        return Problem is null;
    }

    private static string Day(DateTime day) => $"{day.ToUniversalTime():yyyy-MM-dd}";

    private static string Names(X509Certificate2 shown)
    {
        var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).Take(5).ToList();
        return names.Count > 0 ? string.Join(", ", names) : shown.Subject;
    }
}
