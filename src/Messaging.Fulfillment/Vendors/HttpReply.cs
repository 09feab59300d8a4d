using System.Net;
using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Vendors;

/// <summary>A vendor's HTTP answer as the answer readers get it: complete, and within the size limit.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; empty where there was none.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header as a delay from now; null where there was none.</param>
public readonly record struct HttpReply(HttpStatusCode Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// What the status alone says of a reply whose body says nothing that the vendor's page describes.
    /// </summary>
    public CallFault FaultByStatus(string whatIsWrongWithTheBody)
    {
        var code = ((int)Status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var message = $"HTTP {code}: {whatIsWrongWithTheBody}";
        return (int)Status switch
        {
            429 => new(CallFaultKind.RateLimited, code, message, RetryAfter),
            503 => new(CallFaultKind.Unavailable, code, message, RetryAfter),
            // A gateway on the way may dislike what an order says; the vendor's own words are missing.
            400 or 413 or 422 => new(CallFaultKind.Unexplained, code, message),
            >= 300 and < 500 and not 408 => new(CallFaultKind.AccountSuspected, code, message),
            _ => new(CallFaultKind.Unknown, code, message, RetryAfter),
        };
    }
}
