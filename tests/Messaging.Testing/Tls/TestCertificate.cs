namespace Messaging.Testing.Tls;

/// <summary>A certificate and its key, as PEM files.</summary>
public sealed record TestCertificate(string CertificateFile, string KeyFile);
