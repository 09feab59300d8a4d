using System.Collections.Concurrent;
using System.Diagnostics;
using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Results;

/// <summary>Publishes results with confirms, a bounded number at a time, until the broker has them.</summary>
internal sealed partial class ResultPublisher
{
    private static readonly Backoff Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

    private readonly ConcurrentDictionary<object, ResultOutage> _outages = new();
    private readonly IResultTransport _transport;
    private readonly IOptionsMonitor<ResultOptions> _options;
    private readonly FulfillmentMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ResultPublisher> _logger;

    public ResultPublisher(
        IResultTransport transport,
        IOptionsMonitor<ResultOptions> options,
        FulfillmentMetrics metrics,
        TimeProvider time,
        ILogger<ResultPublisher> logger)
    {
        (_transport, _options, _metrics, _time, _logger) = (transport, options, metrics, time, logger);
        LogWay(transport.Description);
    }

    /// <summary>What cannot be published now, the oldest first.</summary>
    public IReadOnlyList<ResultOutage> Outages => [.. _outages.Values.OrderBy(outage => outage.Since)];

    /// <summary>
    /// Publishes every result, again and again while the broker cannot be reached. A result can reach the bus twice
    /// when its confirm is lost; its MessageId is the same each time.
    /// </summary>
    /// <param name="results">The results, each with the trace it belongs to.</param>
    /// <param name="cancellationToken">Gives up; what is not confirmed by then stays unpublished in the ledger.</param>
    public async Task PublishAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        var call = new object();
        try
        {
            await PublishAsync(call, results, cancellationToken);
        }
        finally
        {
            _outages.TryRemove(call, out _);
        }
    }

    private async Task PublishAsync(
        object call,
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> left,
        CancellationToken cancellationToken)
    {
        var failures = 0;
        while (left.Count > 0)
        {
            // After a failure one result is published before the rest: a broker that is away gets one attempt at a
            // time, not hundreds.
            var isAhead = failures > 0 && left.Count > 1;
            var (unpublished, cause) = await PublishTogetherAsync(isAhead ? [left[0]] : left, cancellationToken);
            if (cause is null)
            {
                left = isAhead ? [.. left.Skip(1)] : [];
                failures = 0;
                continue;
            }

            // Another goes ahead the next time, in case it is this one that cannot be published.
            left = isAhead ? [.. left.Skip(1), left[0]] : unpublished;
            var pause = Backoff.GetDelay(++failures, Random.Shared.NextDouble());
            Remember(call, left.Count, cause);
            LogNotPublished(cause, left.Count, pause);
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    /// <summary>
    /// Publishes these, a bounded number at a time, up to the first failure; returns what is left and the cause.
    /// </summary>
    private async Task<(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> Left, Exception? Cause)> PublishTogetherAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        var current = _options.CurrentValue;
        var begun = 0;
        foreach (var together in results.Chunk(current.MaxResultsInFlight))
        {
            begun += together.Length;
            var faults = await PublishAsync(together, current.ConfirmTimeout, cancellationToken);
            Count(together, faults);
            if (faults.FirstOrDefault(fault => fault is not null) is { } cause)
                return ([.. together.Where((_, i) => faults[i] is not null), .. results.Skip(begun)], cause);
        }

        return ([], null);
    }

    private async Task<IReadOnlyList<Exception?>> PublishAsync(
        (ResultEvent Result, ActivityContext Trace)[] together, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var faults = await _transport.PublishAsync(together, either.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return timeout.IsCancellationRequested
            ? [.. faults.Select(fault => fault is null ? null : GetFault(fault, limit))]
            : faults;
    }

    private static Exception GetFault(Exception fault, TimeSpan limit) => fault is OperationCanceledException
        ? new TimeoutException($"The broker has not confirmed within {limit}.", fault)
        : fault;

    private void Count((ResultEvent Result, ActivityContext Trace)[] results, IReadOnlyList<Exception?> faults)
    {
        var published = results.Where((_, i) => faults[i] is null);
        foreach (var (vendor, count) in published.CountBy(item => item.Result.Stored.Vendor, StringComparer.Ordinal))
            _metrics.Published(vendor, count);
    }

    private void Remember(object call, int count, Exception cause) => _outages.AddOrUpdate(
        call,
        _ => new(_time.GetUtcNow(), count, cause.Message),
        (_, before) => before with { Count = count, Reason = cause.Message });

    [LoggerMessage(Level = LogLevel.Information, Message = "Results are published {Way}")]
    private partial void LogWay(string way);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} results could not be published; they are in the ledger and are tried again in {Pause}")]
    private partial void LogNotPublished(Exception? exception, int count, TimeSpan pause);
}
