using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>
/// Publishes results beside the bus, on a connection of their own, as the ledger keeps them: the bus makes a message, a
/// context and a task of each, and costs several times as much. What subscribers see is the same.
/// </summary>
/// <param name="connectAsync">Connects to the broker, however long that takes.</param>
/// <param name="bus">The bus, which knows exchanges and envelope.</param>
/// <param name="options">The settings.</param>
/// <param name="time">Says when a result is sent.</param>
/// <param name="logger">For what becomes of the connection.</param>
internal sealed partial class RabbitMqResultTransport(
    Func<CancellationToken, Task<IConnection>> connectAsync,
    FulfillmentBus bus,
    IOptionsMonitor<ResultOptions> options,
    TimeProvider time,
    ILogger<RabbitMqResultTransport> logger) : IResultTransport, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task<ResultTemplates>? _templates;
    private Task<ResultChannel>? _channel;

    public string Description => "on a connection of their own, in the bus's form";

    public async Task<IReadOnlyList<Exception?>> PublishAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        using var spans = new ResultSpans(results.Count);
        try
        {
            var templates = await GetTemplates().WaitAsync(cancellationToken);
            var channel = await GetChannel().WaitAsync(cancellationToken);
            var now = time.GetUtcNow();
            var messages = new OutgoingResult[results.Count];
            for (var i = 0; i < messages.Length; i++)
            {
                var (result, trace) = results[i];
                var template = templates.Find(result, current.Output);
                messages[i] = template.Create(result, now, spans.Start(trace, template, result));
            }

            var faults = await channel.PublishAsync(messages, current.RequireSubscriber, cancellationToken);
            spans.End(faults);
            return faults;
        }
        catch (Exception e)
        {
            return [.. Enumerable.Repeat(e, results.Count)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_channel is not null)
            await DisposeAsync(_channel);
        _stop.Dispose();
    }

    /// <summary>Asks the bus once.</summary>
    private Task<ResultTemplates> GetTemplates()
    {
        lock (_lock)
        {
            if (_templates is null or { IsCompleted: true, IsCompletedSuccessfully: false })
                _templates = ResultTemplates.CreateAsync(bus.Instance, _stop.Token);
            return _templates;
        }
    }

    /// <summary>
    /// One that is open or being opened. The opening takes its own time: whoever waits for it may give up before.
    /// </summary>
    private Task<ResultChannel> GetChannel()
    {
        lock (_lock)
        {
            if (_channel is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result.IsOpen: true })
                return _channel;

            // Not waited for: what talked to a silent peer takes its time to end.
            if (_channel is not null)
                _ = DisposeAsync(_channel);
            return _channel = OpenAsync(_stop.Token);
        }
    }

    private async Task<ResultChannel> OpenAsync(CancellationToken cancellationToken)
    {
        // Nothing of it runs inside the lock.
        await Task.Yield();
        var connection = await connectAsync(cancellationToken);
        var (host, port) = (connection.Endpoint.HostName, connection.Endpoint.Port);
        var topology = (IRabbitMqBusTopology)bus.Instance.Topology;
        var channel = await ResultChannel.OpenAsync(
            connection,
            (opened, token) => ResultExchanges.DeclareAsync(opened, topology, token),
            cancellationToken);
        LogOpened(host, port);
        return channel;
    }

    private async Task DisposeAsync(Task<ResultChannel> opening)
    {
        try
        {
            await (await opening).DisposeAsync();
        }
        catch (Exception e)
        {
            // It was not opened, or does not end well.
            LogEnded(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Results go to the broker at {Host}:{Port}")]
    private partial void LogOpened(string host, int port);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection for results is given up: {Reason}")]
    private partial void LogEnded(string reason);
}
