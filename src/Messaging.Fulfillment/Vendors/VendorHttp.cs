using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Messaging.Fulfillment.Retries;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Sends one request and turns everything that can happen on the way into an answer: it never throws for a failed call.
/// </summary>
/// <param name="clients">The vendors' named clients.</param>
/// <param name="time">Reads delays that are given as dates.</param>
/// <param name="logger">Is told which secret a vendor takes while it is being changed.</param>
public sealed partial class VendorHttp(
    IHttpClientFactory clients, TimeProvider time, ILogger<VendorHttp>? logger = null)
{
    /// <summary>A vendor that answers nonsense must not close an account for years.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>By vendor and application: the secret that was taken last, where it was the previous one.</summary>
    private readonly ConcurrentDictionary<(string Vendor, string AppId), string> _takenPrevious = new();

    private readonly ILogger _logger = logger ?? NullLogger<VendorHttp>.Instance;

    /// <summary>
    /// Sends one call, signed with the account's secret; while that is being changed, with whichever of the two the
    /// vendor takes. A refused signature means that nothing was done, so that the call can be signed again at once.
    /// </summary>
    /// <typeparam name="TAccount">The vendor's credentials.</typeparam>
    /// <param name="vendor">The vendor, whose named client is used.</param>
    /// <param name="account">The account.</param>
    /// <param name="sign">Makes the request, signed with the secret of the account that it is given.</param>
    /// <param name="orders">How many orders it carries.</param>
    /// <param name="maxAnswerBytes">The longest body that is read.</param>
    /// <param name="read">What the reply says of each order; pure.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    public async Task<VendorAnswer> SendAsync<TAccount>(
        string vendor,
        TAccount account,
        Func<TAccount, HttpRequestMessage> sign,
        int orders,
        int maxAnswerBytes,
        Func<HttpReply, VendorAnswer> read,
        CancellationToken cancellationToken)
        where TAccount : AccountOptions
    {
        if (string.IsNullOrEmpty(account.PreviousAppSecret))
            return await SignAndSendAsync(account);

        var application = (vendor, account.AppId);
        var previous = (TAccount)account.With(account.PreviousAppSecret);
        var isPrevious = _takenPrevious.GetValueOrDefault(application) is { } taken
            && taken.Equals(account.PreviousAppSecret, StringComparison.Ordinal);
        var first = await SignAndSendAsync(isPrevious ? previous : account);
        if (!IsRefused(first))
            return first;

        var second = await SignAndSendAsync(isPrevious ? account : previous);
        if (IsRefused(second))
            return isPrevious ? second : first;
        if (isPrevious)
        {
            if (_takenPrevious.TryRemove(application, out _))
                LogNewTaken(vendor, account.AppId);
        }
        else if (second.Fault is null)
        {
            _takenPrevious[application] = account.PreviousAppSecret;
            LogPreviousTaken(vendor, account.AppId);
        }

        return second;

        Task<VendorAnswer> SignAndSendAsync(TAccount with) =>
            SendAsync(vendor, sign(with), orders, maxAnswerBytes, read, cancellationToken);
    }

    /// <summary>A vendor may say so in words alone.</summary>
    private static bool IsRefused(VendorAnswer answer) =>
        answer.Fault?.Kind is CallFaultKind.Account or CallFaultKind.AccountSuspected;

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

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Vendor} refuses AppSecret of application {AppId} and takes PreviousAppSecret, which is used until "
            + "it is refused in turn")]
    private partial void LogPreviousTaken(string vendor, string appId);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Vendor} takes AppSecret of application {AppId} now; PreviousAppSecret can be removed")]
    private partial void LogNewTaken(string vendor, string appId);
}
