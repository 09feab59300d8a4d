using System.Collections.Concurrent;
using System.Net;

namespace Messaging.Fulfillment.Testing.Vendors;

/// <summary>A request that would have been sent.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Uri">Its address.</param>
/// <param name="ContentType">Its content type, where it has a body.</param>
/// <param name="Body">Its body as text; empty where it has none.</param>
/// <param name="UserAgent">What the client calls itself.</param>
public sealed record SentRequest(HttpMethod Method, Uri Uri, string? ContentType, string Body, string UserAgent);

/// <summary>
/// Answers in place of a vendor and records what was sent; also the factory of clients that use it.
/// </summary>
/// <param name="answer">Answers a request.</param>
public sealed class StubHandler(Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    : HttpMessageHandler, IHttpClientFactory
{
    private readonly ConcurrentQueue<SentRequest> _requests = new();

    /// <summary>Answers at once.</summary>
    /// <param name="answer">Answers a request.</param>
    public StubHandler(Func<SentRequest, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    /// <summary>What was sent, in the order of sending.</summary>
    public IReadOnlyCollection<SentRequest> Requests => _requests;

    /// <summary>A reply.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="body">Its body.</param>
    public static HttpResponseMessage Reply(HttpStatusCode status, byte[] body) =>
        new(status) { Content = new ByteArrayContent(body) };

    /// <inheritdoc/>
    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var sent = new SentRequest(
            request.Method, request.RequestUri!, request.Content?.Headers.ContentType?.ToString(), body,
            request.Headers.UserAgent.ToString());
        _requests.Enqueue(sent);
        return await answer(sent, cancellationToken);
    }
}
