using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Messaging.Fulfillment.Tests.Vendors;

/// <summary>Answers one connection on the loopback with given bytes and then ends it, in order or by a reset.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _requestRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    private RawServer(string? answer, bool reset, bool readRequest)
    {
        _listener.Start();
        _serving = ServeAsync(answer, reset, readRequest);
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public Task RequestRead => _requestRead.Task;

    public static RawServer Answering(string answer, bool reset = false, bool readRequest = true) =>
        new(answer, reset, readRequest);

    /// <summary>Takes the request and never answers.</summary>
    public static RawServer Silent() => new(null, reset: false, readRequest: true);

    /// <summary>An address at which nothing listens.</summary>
    public static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        try
        {
            await _serving;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // The test is over; it does not matter how the client disconnected.
        }

        _stop.Dispose();
    }

    private async Task ServeAsync(string? answer, bool reset, bool readRequest)
    {
        using var connection = await _listener.AcceptSocketAsync(_stop.Token);
        if (readRequest)
            await ReadRequestAsync(connection);
        _requestRead.TrySetResult();
        if (answer is null)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        await connection.SendAsync(Encoding.UTF8.GetBytes(answer!), _stop.Token);
        if (reset)
            connection.LingerState = new LingerOption(enable: true, seconds: 0);
        else
            connection.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Reads until the body that VendorHttpTests sends has come in whole.</summary>
    private async Task ReadRequestAsync(Socket connection)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("orders", StringComparison.Ordinal))
        {
            var read = await connection.ReceiveAsync(buffer, _stop.Token);
            if (read == 0)
                return;
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }
}
