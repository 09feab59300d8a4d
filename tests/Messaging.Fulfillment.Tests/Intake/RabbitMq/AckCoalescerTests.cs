using System.Collections.Concurrent;
using MassTransit.RabbitMqTransport;
using Messaging.Fulfillment.Intake.RabbitMq;
using Messaging.Testing;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Tests.Intake.RabbitMq;

public sealed class AckCoalescerTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly AckCoalescer _acks;
    private readonly Task _running;
    private bool _isClosed;
    private bool _refuses;

    public AckCoalescerTests()
    {
        _acks = new(Fake.Create<ChannelContext>(Answer), _time);
        _running = _acks.RunAsync();
    }

    private ChannelContext Channel => _acks;

    public void Dispose() => _acks.Dispose();

    [Fact]
    public async Task Many_acknowledgements_are_sent_as_one()
    {
        for (ulong tag = 1; tag <= 250; tag++)
            await Channel.BasicAck(tag, multiple: false, CancellationToken.None);
        await PassAsync();

        await Eventually.TrueAsync(() => _told.Count == 1, "they were sent");
        Assert.Equal(["ack 250 and before"], _told);
    }

    [Fact]
    public async Task A_message_that_goes_back_is_not_acknowledged()
    {
        await Channel.BasicAck(1, multiple: false, CancellationToken.None);
        await Channel.BasicAck(3, multiple: false, CancellationToken.None);
        await Channel.BasicNack(2, multiple: false, requeue: true, CancellationToken.None);
        await PassAsync();

        await Eventually.TrueAsync(() => _told.Count == 2, "they were sent");
        Assert.Equal(["nack 2", "ack 3 and before"], _told);
    }

    [Fact]
    public async Task A_delivery_behind_a_slow_one_is_acknowledged_by_itself_in_the_end()
    {
        await Channel.BasicAck(2, multiple: false, CancellationToken.None);
        await PassAsync();
        Assert.Empty(_told);

        for (var i = 0; i < 40 && _told.IsEmpty; i++)
            await PassAsync();

        Assert.Equal(["ack 2"], _told);
    }

    [Fact]
    public async Task At_the_end_everything_is_sent_at_once()
    {
        await Channel.BasicAck(1, multiple: false, CancellationToken.None);
        await Channel.BasicAck(3, multiple: false, CancellationToken.None);
        _acks.Complete();
        await PassAsync();

        await _running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(["ack 1 and before", "ack 3"], _told);

        await Channel.BasicAck(2, multiple: false, CancellationToken.None);
        Assert.Equal("ack 2", _told.Last());
    }

    [Fact]
    public async Task With_a_lost_channel_it_ends()
    {
        _isClosed = true;
        await Channel.BasicAck(1, multiple: false, CancellationToken.None);
        await PassAsync();

        await _running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_channel_that_takes_no_acknowledgement_is_closed_so_that_its_messages_come_again()
    {
        _refuses = true;
        await Channel.BasicAck(1, multiple: false, CancellationToken.None);
        await PassAsync();

        await _running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(["aborted"], _told);
    }

    /// <summary>Lets the gathering interval pass, once its timer is set.</summary>
    private async Task PassAsync()
    {
        await Eventually.TrueAsync(() => _time.ActiveTimers > 0, "it waits");
        _time.Advance(TimeSpan.FromMilliseconds(5));
    }

    private object? Answer(string method, object?[] arguments)
    {
        switch (method)
        {
            case "BasicAck" when _isClosed || _refuses:
                throw new InvalidOperationException("The channel is closed.");
            case "BasicAck":
                _told.Enqueue($"ack {arguments[0]}{(arguments[1] is true ? " and before" : "")}");
                return ValueTask.CompletedTask;
            case "BasicNack":
                _told.Enqueue($"nack {arguments[0]}");
                return Task.CompletedTask;
            case "get_Channel":
                return Fake.Create<IChannel>(AnswerOfChannel);
            case "get_CancellationToken":
                return CancellationToken.None;
            default:
                return null;
        }
    }

    private object? AnswerOfChannel(string method, object?[] arguments)
    {
        if (method is not "CloseAsync")
            return _isClosed;
        _told.Enqueue("aborted");
        return Task.CompletedTask;
    }
}
