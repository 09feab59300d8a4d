using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Messaging.Testing;

/// <summary>
/// Loopback ports for private servers. They are below the range from which the system takes ports for outgoing
/// connections, so that a server which was killed finds its port still free when it starts again.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    /// <summary>A port on which nobody listens, never the same twice in one process.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (CanListen(port) && Taken.TryAdd(port, true))
                return port;
        }

        throw new InvalidOperationException($"No free port was found on 127.0.0.1 between {First} and {Last}.");
    }

    private static bool CanListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
