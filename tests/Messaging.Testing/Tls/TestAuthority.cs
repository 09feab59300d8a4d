using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Messaging.Testing.Tls;

/// <summary>An authority of the test's own, which issues certificates as PEM files.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-test-tls-");
    private readonly X509Certificate2 _authority;
    private int _issued;

    /// <summary>Makes the authority; whoever reads its file trusts what it issues.</summary>
    public TestAuthority()
    {
        // Servers of the tests run as a user of their own.
        _folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Guid.NewGuid():n}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        _authority = request.CreateSelfSigned(Now.AddYears(-10), Now.AddYears(10));
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    public string CaFile => Path.Combine(_folder.FullName, "ca.pem");

    /// <summary>A certificate for 127.0.0.1 and localhost, or for other names.</summary>
    public TestCertificate Issue(params string[] names) => Issue(names, Now.AddDays(-1), Now.AddDays(1));

    /// <summary>One that ended yesterday.</summary>
    public TestCertificate IssueExpired() => Issue([], Now.AddDays(-3), Now.AddDays(-1));

    /// <summary>One that nobody but itself vouches for.</summary>
    public TestCertificate MakeSelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = CreateRequest(key, []).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        return Write(certificate, key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private TestCertificate Issue(string[] names, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate =
            CreateRequest(key, names).Create(_authority, from, to, RandomNumberGenerator.GetBytes(8));
        return Write(certificate, key);
    }

    private static CertificateRequest CreateRequest(ECDsa key, string[] names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Length == 0 ? ["localhost"] : names)
            alternatives.AddDnsName(name);
        if (names.Length == 0)
            alternatives.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=Test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(alternatives.Build());
        return request;
    }

    private TestCertificate Write(X509Certificate2 certificate, ECDsa key)
    {
        var name = Path.Combine(_folder.FullName, FormattableString.Invariant($"{++_issued}"));
        var written = new TestCertificate($"{name}.pem", $"{name}-key.pem");
        File.WriteAllText(written.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(written.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return written;
    }
}
