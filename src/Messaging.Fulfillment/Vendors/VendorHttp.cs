using System.Net.Http.Headers;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Sends one request and turns everything that can happen on the way into an answer: it never throws for a failed call.
/// </summary>
public sealed class VendorHttp(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>A vendor that answers nonsense must not close an account for years.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>Sends <paramref name="request"/> and hands a complete reply to <paramref name="read"/>.</summary>
    /// <param name="vendor">The vendor, whose named client is used.</param>
    /// <param name="request">The signed request; disposed here.</param>
    /// <param name="orders">How many orders it carries.</param>
    /// <param name="maxAnswerBytes">The longest body that is read.</param>
    /// <param name="read">What the reply says of each order; pure.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    public async Task<VendorAnswer> SendAsync(
        string vendor,
        HttpRequestMessage request,
        int orders,
        int maxAnswerBytes,
        Func<HttpReply, VendorAnswer> read,
        CancellationToken cancellationToken)
    {
        using var sent = request;
        try
        {
            using var client = clients.CreateClient(vendor);
            using var response =
                await client.SendAsync(sent, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await ReadBoundedAsync(response.Content, maxAnswerBytes, cancellationToken);
            if (body is { } bytes)
                HiddenWords.Remove(sent, bytes.Span);
            var reply = new HttpReply(response.StatusCode, body ?? default, Delay(response.Headers.RetryAfter));
            return body is null
                ? VendorAnswer.WholeCall(TooLong(maxAnswerBytes), orders)
                : read(reply);
        }
        catch (HttpRequestException e)
        {
            return VendorAnswer.WholeCall(GetFault(e), orders);
        }
        catch (IOException e)
        {
            return VendorAnswer.WholeCall(
                new(CallFaultKind.Unknown, null, $"The connection was lost while the answer was read ({GetCause(e)})."),
                orders);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The client has no timeout of its own but the one for connecting.
            return VendorAnswer.WholeCall(
                new(CallFaultKind.NotSent, null, $"No connection in time: {e.Message}"), orders);
        }
    }

    private static CallFault GetFault(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError =>
                new(CallFaultKind.NotSent, null, $"The vendor cannot be reached: {e.Message}"),
        var other => new(CallFaultKind.Unknown, null, $"The connection was lost before the answer ({other})."),
    };

    /// <summary>The exception's own message may quote what the vendor sent.</summary>
    private static string GetCause(IOException e) =>
        e is HttpIOException { HttpRequestError: var error } ? error.ToString() : e.GetType().Name;

    private static CallFault TooLong(int maxAnswerBytes) =>
        new(
            CallFaultKind.Unknown,
            null,
            $"The answer is longer than MaxAnswerBytes, {maxAnswerBytes} bytes, and was not read.");

    /// <summary>
    /// The delay that a vendor names, up to what is believed; none where it is no delay, which is left to the backoff.
    /// </summary>
    private TimeSpan? Delay(RetryConditionHeaderValue? header)
    {
        var delay = header?.Delta ?? header?.Date - time.GetUtcNow();
        if (delay is null || delay <= TimeSpan.Zero)
            return null;
        return delay < LongestRetryAfter ? delay : LongestRetryAfter;
    }

    /// <summary>The whole body, or null where it is longer than allowed.</summary>
    private static async Task<Memory<byte>?> ReadBoundedAsync(
        HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
            return null;

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return buffer.AsMemory(0, length);
            length += read;
            if (length > limit)
                return null;
            if (length == buffer.Length)
                Array.Resize(ref buffer, length * 2);
        }
    }
}
