namespace Messaging.Worker.Hosting;

/// <summary>
/// How the broker is recognised and how this worker shows who it is, from the section <c>Bus:RabbitMq:Tls</c>. All
/// files are PEM, and are read again for each connection, so that renewed certificates count.
/// </summary>
internal sealed class BrokerTlsOptions
{
    /// <summary>
    /// The certificates of the authorities that may have issued the broker's; no others are trusted then. Default:
    /// none, and the machine's own authorities count.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>The name that the broker's certificate has to be valid for. Default: the host's.</summary>
    public string? ServerName { get; set; }

    /// <summary>The certificate that this worker shows to a broker that asks for one. Default: none.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The certificate's key, without a password. Default: it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    public bool IsEmpty => CaFile is null && ServerName is null && CertificateFile is null && KeyFile is null;
}
