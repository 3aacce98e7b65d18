using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IncidentDesk.Tests.Fakes;

/// <summary>Self-made server certificates, which no machine trusts.</summary>
public static class TestCertificate
{
    /// <summary>For <paramref name="name"/>, good from yesterday for <paramref name="days"/> days (below 1: expired).</summary>
    public static X509Certificate2 For(string name, double days = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        // The machine's clock, because TLS goes by it.
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        using var made = request.CreateSelfSigned(yesterday, yesterday.AddDays(days));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
