using System.Collections.Concurrent;
using System.Net;

namespace Messaging.Fulfillment.Tests.Vendors;

/// <summary>A request that would have been sent.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Uri, string? ContentType, string Body, string UserAgent);

/// <summary>
/// Answers in place of a vendor and records what was sent; also the factory of clients that use it.
/// </summary>
internal sealed class StubHandler(Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    : HttpMessageHandler, IHttpClientFactory
{
    private readonly ConcurrentQueue<SentRequest> _requests = new();

    public StubHandler(Func<SentRequest, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public IReadOnlyCollection<SentRequest> Requests => _requests;

    public static HttpResponseMessage Reply(HttpStatusCode status, byte[] body) =>
        new(status) { Content = new ByteArrayContent(body) };

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var sent = new SentRequest(
            request.Method, request.RequestUri!, request.Content?.Headers.ContentType?.ToString(), body,
            request.Headers.UserAgent.ToString());
        _requests.Enqueue(sent);
        return await answer(sent, cancellationToken);
    }
}
