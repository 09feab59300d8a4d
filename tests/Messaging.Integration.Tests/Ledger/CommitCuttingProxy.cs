using System.Net;
using System.Net.Sockets;

namespace Messaging.Integration.Tests.Ledger;

/// <summary>
/// A proxy for a PostgreSQL server that cuts a connection at its commit: just before it, or just before its answer.
/// </summary>
internal sealed class CommitCuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private int _cut;
    private int _cuts;

    public CommitCuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    private enum Cut
    {
        None,
        BeforeCommit,
        AfterCommit,
    }

    public int Port { get; }

    public int Cuts => Volatile.Read(ref _cuts);

    public void CutNextCommit(bool committed) =>
        Volatile.Write(ref _cut, (int)(committed ? Cut.AfterCommit : Cut.BeforeCommit));

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed: no more connections.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server);
                await Task.WhenAny(
                    UpAsync(client.GetStream(), server.GetStream()),
                    server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (IOException)
            {
                // Either side has hung up.
            }
        }
    }

    /// <summary>Npgsql sends a commit as a message of its own.</summary>
    private async Task UpAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[65536];
        while (await client.ReadAsync(buffer) is > 0 and var length)
        {
            var cut = buffer.AsSpan(0, length).IndexOf("COMMIT"u8) < 0
                ? Cut.None
                : (Cut)Interlocked.Exchange(ref _cut, (int)Cut.None);
            if (cut == Cut.None)
            {
                await server.WriteAsync(buffer.AsMemory(0, length));
                continue;
            }

            Interlocked.Increment(ref _cuts);
            if (cut == Cut.BeforeCommit)
                return;
            // Closing only the client's side would race with the answer: the server's side is left open until it has
            // worked.
            client.Close();
            await server.WriteAsync(buffer.AsMemory(0, length));
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
            return;
        }
    }
}
