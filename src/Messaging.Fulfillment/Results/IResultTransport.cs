using System.Diagnostics;

namespace Messaging.Fulfillment.Results;

/// <summary>A way by which results reach the broker.</summary>
internal interface IResultTransport
{
    /// <summary>Which way it is, to follow "Results are published".</summary>
    string Description { get; }

    /// <summary>Publishes results, all at once, and waits for the broker's word on each.</summary>
    /// <param name="results">The results, each with the trace it belongs to.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting; what is not confirmed by then counts as not published.
    /// </param>
    /// <returns>For each result null where the broker has it, or why it has not.</returns>
    Task<IReadOnlyList<Exception?>> PublishAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken);
}
