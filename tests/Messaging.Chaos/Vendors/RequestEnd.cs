using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Messaging.Chaos.Vendors;

/// <summary>
/// Records when the vendor was done with a request: when it began to answer, or cut the connection. The handling of the
/// request ends later; on a busy machine, after the caller has sent the next one.
/// </summary>
internal sealed class RequestEnd(IHttpRequestLifetimeFeature request) : IHttpRequestLifetimeFeature
{
    private DateTimeOffset? _at;

    public CancellationToken RequestAborted
    {
        get => request.RequestAborted;
        set => request.RequestAborted = value;
    }

    /// <summary>When that was; now, where neither happened because the caller was gone.</summary>
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
