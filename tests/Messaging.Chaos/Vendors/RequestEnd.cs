using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Messaging.Chaos.Vendors;

/// <summary>
/// Notes when the vendor was done with a request: when its answer set out, or when it cut the connection. The end of
/// the request's handling comes later, on a busy machine after the caller has asked again.
/// </summary>
internal sealed class RequestEnd(IHttpRequestLifetimeFeature request) : IHttpRequestLifetimeFeature
{
    private DateTimeOffset? _at;

    public CancellationToken RequestAborted
    {
        get => request.RequestAborted;
        set => request.RequestAborted = value;
    }

    /// <summary>When that was; now, where it was neither, as its caller was gone.</summary>
    public DateTimeOffset At => _at ?? TimeProvider.System.GetUtcNow();

    public static RequestEnd Watch(HttpContext context)
    {
        var end = new RequestEnd(context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
        context.Features.Set<IHttpRequestLifetimeFeature>(end);
        context.Response.OnStarting(() =>
        {
            end.Note();
            return Task.CompletedTask;
        });
        return end;
    }

    public void Abort()
    {
        Note();
        request.Abort();
    }

    private void Note() => _at ??= TimeProvider.System.GetUtcNow();
}
