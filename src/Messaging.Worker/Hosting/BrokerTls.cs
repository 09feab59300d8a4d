using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Messaging.Worker.Hosting;

/// <summary>
/// The one place that decides whether a broker is the one that is configured, for the bus and for <c>check</c>: its
/// certificate's chain, name and dates are verified before anything is said to it. Revocation is not asked for.
/// </summary>
internal static class BrokerTls
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <param name="broker">The settings.</param>
    /// <param name="host">Which of the brokers.</param>
    public static SslOption Create(RabbitMqOptions broker, string host)
    {
        var tls = broker.Tls;
        var name = tls.ServerName ?? host;
        return new SslOption(name, enabled: broker.UseTls)
        {
            Version = SslProtocols.Tls12 | SslProtocols.Tls13,
            AcceptablePolicyErrors = SslPolicyErrors.None,
            CertificateValidationCallback = (_, certificate, chain, errors) =>
                FindFault(certificate, chain, errors, name, tls.CaFile) is { } fault
                    ? throw new AuthenticationException($"The broker's certificate is not accepted: {fault}")
                    : true,
            CertificateSelectionCallback = tls.CertificateFile is null
                ? null
                : (_, _, _, _, _) => LoadCertificate(tls.CertificateFile, tls.KeyFile),
        };
    }

    /// <summary>What is wrong with the files, each with its configuration path.</summary>
    public static IEnumerable<string> FindErrors(RabbitMqOptions broker, string path)
    {
        var tls = broker.Tls;
        if (!broker.UseTls)
        {
            if (!tls.IsEmpty)
                yield return $"{path}:Tls: is set, but {path}:UseTls is not: nothing would be encrypted or verified.";
            yield break;
        }

        if (tls.CaFile is not null && FindFileError(() => LoadAuthorities(tls.CaFile)) is { } noAuthority)
            yield return $"{path}:Tls:CaFile: {noAuthority} It has to hold certificates as PEM.";
        if (tls.CertificateFile is null && tls.KeyFile is not null)
            yield return $"{path}:Tls:KeyFile: has no certificate; name it in {path}:Tls:CertificateFile.";
        if (tls.CertificateFile is not null
            && FindFileError(() => LoadCertificate(tls.CertificateFile, tls.KeyFile)) is { } noCertificate)
        {
            yield return $"{path}:Tls:CertificateFile: {noCertificate} It has to hold a certificate as PEM, with its "
                + $"key, without a password, beside it or in {path}:Tls:KeyFile.";
        }
    }

    private static string? FindFileError(Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message}";
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // What the file holds may be a key: nothing of it is repeated.
            return "cannot be used.";
        }
    }

    private static string? FindFault(
        X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string name, string? caFile)
    {
        if (certificate is null)
            return "there is none.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"it is not valid for the name {name}.";
        if (caFile is null)
            return errors == SslPolicyErrors.None ? null : Describe(chain);

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(LoadAuthorities(caFile));
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.DisableCertificateDownloads = true;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        // The intermediate certificates that the broker sent.
        own.ChainPolicy.ExtraStore.AddRange(chain?.ChainPolicy.ExtraStore ?? []);
        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(leaf) ? null : Describe(own);
    }

    private static string Describe(X509Chain? chain) => string.Join(
        ' ', chain?.ChainStatus.Select(status => $"{status.Status}: {status.StatusInformation.Trim()}.") ?? []);

    private static X509Certificate2Collection LoadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException();
    }

    private static X509Certificate2 LoadCertificate(string file, string? keyFile) =>
        X509Certificate2.CreateFromPemFile(file, keyFile);
}
