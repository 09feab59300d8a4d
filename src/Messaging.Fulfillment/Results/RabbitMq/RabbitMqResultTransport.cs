using System.Diagnostics;
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
    private readonly SemaphoreSlim _opening = new(1, 1);
    private ResultTemplates? _templates;
    private ResultChannel? _channel;

    public string Description => "on a connection of their own, in the bus's form";

    public async Task<IReadOnlyList<Exception?>> PublishAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        using var spans = new ResultSpans(results.Count);
        try
        {
            var (channel, templates) = await OpenAsync(cancellationToken);
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
        if (_channel is not null)
            await _channel.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<(ResultChannel Channel, ResultTemplates Templates)> OpenAsync(
        CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true } open && _templates is not null)
            return (open, _templates);
        await _opening.WaitAsync(cancellationToken);
        try
        {
            _templates ??= await ResultTemplates.CreateAsync(bus.Instance, cancellationToken);
            if (_channel is { IsOpen: true } opened)
                return (opened, _templates);
            if (_channel is not null)
                await _channel.DisposeAsync();
            var connection = await connectAsync(cancellationToken);
            _channel = await ResultChannel.OpenAsync(connection, _templates.DeclareAsync, cancellationToken);
            LogOpened(connection.Endpoint.HostName, connection.Endpoint.Port);
            return (_channel, _templates);
        }
        finally
        {
            _opening.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Results go to the broker at {Host}:{Port}")]
    private partial void LogOpened(string host, int port);
}
