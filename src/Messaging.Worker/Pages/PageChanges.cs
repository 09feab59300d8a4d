using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Messaging.Worker.Management;
using Messaging.Worker.Operations.Overview;

namespace Messaging.Worker.Pages;

/// <summary>Tells open pages that something has changed, so that they ask for themselves again.</summary>
internal sealed class PageChanges(OverviewDesk overview, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Pages that are told; what is opened beyond stands still.</summary>
    public const int MostPages = 100;

    /// <summary>The events: something has changed, nothing has, there are too many pages.</summary>
    public const string Changed = "changed";

    /// <inheritdoc cref="Changed"/>
    public const string Same = "same";

    /// <inheritdoc cref="Changed"/>
    public const string Full = "full";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Then a browser asks again, and is asked who it is: a session may have ended.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private int _pages;

    /// <summary>
    /// An event at the start and at each interval, until whoever looks on has gone or the process ends.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            if (Interlocked.Increment(ref _pages) > MostPages)
            {
                yield return new("", Full);
                yield break;
            }

            var began = time.GetTimestamp();
            var before = "";
            while (time.GetElapsedTime(began) < Longest && await TryReadAsync(either.Token) is { } now)
            {
                // That nothing has changed is said, too: only by being written to is a browser found to have gone.
                yield return new(now, now.Equals(before, StringComparison.Ordinal) ? Same : Changed);
                before = now;
                await Task.Delay(Interval, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _pages);
        }
    }

    private async Task<string?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await overview.ReadAsync(cancellationToken)).Version;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>Where browsers listen for changes.</summary>
internal static class PageChangesEndpoint
{
    public static void MapPageChanges(this IEndpointRouteBuilder app) => app
        .MapGet(PagePaths.Changes, (PageChanges changes, CancellationToken token) =>
            TypedResults.ServerSentEvents(changes.ReadAsync(token)))
        .RequireAuthorization(ManagementAccess.ReaderOrOperator)
        .RequireRateLimiting(ManagementAccess.RateLimit)
        .ExcludeFromDescription();
}
