using System.Net.Sockets;

namespace Messaging.Testing.Network;

/// <summary>One connection across the network, both ways.</summary>
internal sealed class NetworkLink(Socket client, Socket server, NetworkState state) : IDisposable
{
    private const int Chunk = 16 * 1024;

    /// <summary>A slow network: 16 kB each 250 ms, each of them so late.</summary>
    private static readonly TimeSpan SlowDelay = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isSilent;

    /// <summary>Forwards until both have hung up, or the link is reset.</summary>
    public async Task RelayAsync()
    {
        client.NoDelay = server.NoDelay = true;
        await Task.WhenAny(Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client)), _end.Task);
    }

    /// <summary>Forwards nothing any more, not even that one of them hangs up.</summary>
    public void Silence() => _isSilent = true;

    /// <summary>Ends both sides at once, with a reset.</summary>
    public void Reset()
    {
        foreach (var socket in new[] { client, server })
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close();
            }
            catch (ObjectDisposedException)
            {
                // Both have hung up at this moment.
            }
        }

        _end.TrySetResult();
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[Chunk];
        try
        {
            while (true)
            {
                var length = await from.ReceiveAsync(buffer);
                await state.PassAsync();
                if (state.IsSlow)
                    await Task.Delay(SlowDelay, TimeProvider.System);
                if (_isSilent)
                    await _end.Task;
                if (length == 0)
                {
                    to.Shutdown(SocketShutdown.Send);
                    return;
                }

                for (var sent = 0; sent < length;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One of them was cut off: so is the other, unless it is not to hear of it.
            await state.PassAsync();
            if (!_isSilent)
                Reset();
        }
    }
}
