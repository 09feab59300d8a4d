using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Messaging.Testing.Network;

/// <summary>
/// The network between a program and a server on this machine: a port that leads to the server's, and that can be
/// spoilt. One fault at a time.
/// </summary>
public sealed class NetworkProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<NetworkLink, bool> _links = new();
    private readonly List<Socket> _inLine = [];
    private readonly NetworkState _state = new();
    private readonly int _server;

    /// <summary>Opens a way to a server.</summary>
    /// <param name="server">The server's port on the loopback address; nobody has to listen there yet.</param>
    public NetworkProxy(int server)
    {
        _server = server;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, FreePort.Next()));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _ = AcceptAsync();
    }

    /// <summary>The port on the loopback address that leads to the server.</summary>
    public int Port { get; }

    /// <summary>
    /// How long the server needs for a connection; it makes one after the other, also those whose client has given up.
    /// </summary>
    public TimeSpan ConnectTime { get; set; }

    /// <summary>How many connections are open.</summary>
    public int Connections => _links.Count;

    /// <summary>Spoils the network, until <see cref="Restore"/>.</summary>
    public void Begin(NetworkFault fault)
    {
        switch (fault)
        {
            case NetworkFault.Drop:
                _state.Hold();
                TurnAway();
                break;
            case NetworkFault.Slow:
                _state.IsSlow = true;
                break;
            case NetworkFault.HalfOpen:
                foreach (var link in _links.Keys)
                    link.Silence();
                break;
            case NetworkFault.Reset:
                foreach (var link in _links.Keys)
                    link.Reset();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault.");
        }
    }

    /// <summary>Ends the fault. What fell silent stays silent, as it does in a network.</summary>
    public void Restore()
    {
        _listener.Listen();
        End();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var link in _links.Keys)
            link.Reset();
        End();
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        _state.IsSlow = false;
        foreach (var socket in _inLine)
            socket.Dispose();
        _inLine.Clear();
        _state.Release();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptAsync();
                await _state.PassAsync();
                await Task.Delay(ConnectTime, TimeProvider.System);
                _ = RelayAsync(client);
            }
            catch (SocketException e) when (e.SocketErrorCode is not SocketError.OperationAborted)
            {
                // Whoever asked for the connection has gone meanwhile.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // Disposed: no more connections.
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var link = new NetworkLink(client, server, _state);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server);
        }
        catch (SocketException)
        {
            // What the server's machine would answer where nobody listens.
            link.Reset();
            return;
        }

        _links.TryAdd(link, true);
        await link.RelayAsync();
        _links.TryRemove(link, out _);
    }

    /// <summary>
    /// Lets the system drop what asks for a connection, as it does when nobody accepts and the line of those who wait
    /// is full: whoever connects then gets no answer at all.
    /// </summary>
    private void TurnAway()
    {
        _listener.Listen(0);
        for (var isFull = false; !isFull;)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _inLine.Add(socket);
            isFull = !socket.ConnectAsync(IPAddress.Loopback, Port).Wait(TimeSpan.FromMilliseconds(100));
        }
    }
}
