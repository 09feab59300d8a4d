using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Messaging.Testing.Tls;

/// <summary>
/// Somebody on the network who answers in a server's place, with a certificate of his own, and waits to hear a secret.
/// </summary>
public sealed class StrangerServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<int> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly X509Certificate2 _certificate;
    private readonly bool _asPostgres;
    private readonly Task _serving;

    /// <param name="certificate">What he shows.</param>
    /// <param name="asPostgres">Whether the client asks for TLS as PostgreSQL's do, or starts with it.</param>
    public StrangerServer(TestCertificate certificate, bool asPostgres = false)
    {
        // By way of PKCS #12, since a key that was read from PEM is not usable for all platforms' servers.
        using var read = X509Certificate2.CreateFromPemFile(certificate.CertificateFile, certificate.KeyFile);
        _certificate = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
        _asPostgres = asPostgres;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where he listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes the first client told him in confidence, once it has told any or has gone.</summary>
    public Task<int> Heard => _heard.Task;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            _heard.TrySetResult(await ListenAsync(client.GetStream()));
        }
    }

    private async Task<int> ListenAsync(NetworkStream client)
    {
        try
        {
            var said = new byte[1024];
            if (_asPostgres)
            {
                await client.ReadExactlyAsync(said.AsMemory(0, 8));
                await client.WriteAsync("S"u8.ToArray());
            }

            await using var secured = new SslStream(client);
            await secured.AuthenticateAsServerAsync(_certificate);
            return await secured.ReadAsync(said);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return 0;
        }
    }
}
