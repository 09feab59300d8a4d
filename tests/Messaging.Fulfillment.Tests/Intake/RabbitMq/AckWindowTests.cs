using Messaging.Fulfillment.Intake.RabbitMq;

namespace Messaging.Fulfillment.Tests.Intake.RabbitMq;

public class AckWindowTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Start = new(2026, 11, 11, 0, 0, 0, TimeSpan.Zero);

    private readonly AckWindow _window = new(Timeout);

    [Fact]
    public void What_is_done_in_a_row_is_acknowledged_at_once()
    {
        Done(1, 3, 2);

        Assert.Equal([new(3, Multiple: true)], _window.Take(Start));
        Assert.Empty(_window.Take(Start));
    }

    [Fact]
    public void What_comes_after_an_unfinished_delivery_waits_for_it()
    {
        Done(1, 3, 4);
        Assert.Equal([new(1, Multiple: true)], _window.Take(Start));
        Assert.True(_window.IsWaiting);

        Done(2);

        Assert.Equal([new(4, Multiple: true)], _window.Take(Start));
        Assert.False(_window.IsWaiting);
    }

    [Fact]
    public void A_delivery_behind_an_unfinished_one_waits_no_longer_than_the_limit()
    {
        Done(2, 3);
        Assert.Empty(_window.Take(Start + Timeout - TimeSpan.FromTicks(1)));

        Assert.Equal([new(2, Multiple: false), new(3, Multiple: false)], _window.Take(Start + Timeout));
        Assert.False(_window.IsWaiting);

        // The broker closes the channel when one of these is acknowledged again.
        Done(1);
        Assert.Equal([new(1, Multiple: true)], _window.Take(Start + Timeout));
        Done(4);
        Assert.Equal([new(4, Multiple: true)], _window.Take(Start + Timeout));
    }

    [Fact]
    public void What_was_acknowledged_already_is_skipped_and_not_acknowledged_again()
    {
        Done(1, 3);
        _window.Settled(2);
        _window.Settled(4);

        Assert.Equal([new(3, Multiple: true)], _window.Take(Start));
        _window.Settled(5);
        Assert.Empty(_window.Take(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Behind_a_stuck_delivery_each_is_acknowledged_by_itself_and_nothing_is_stored()
    {
        const ulong Many = 200_000;
        var acks = new List<AckWindow.Ack>();
        for (ulong tag = 2; tag <= Many; tag++)
        {
            _window.Done(tag, Start);
            if (tag % 500 == 0)
                acks.AddRange(_window.Take(Start + Timeout));
        }

        Assert.Equal(Many - 1, (ulong)acks.Count);
        Assert.DoesNotContain(acks, ack => ack.Multiple);
        _window.Done(1, Start);
        Assert.Equal([new(1, Multiple: false)], _window.Take(Start));
        Assert.False(_window.IsWaiting);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_any_order_each_finished_delivery_is_acknowledged_once_and_no_unfinished_one(int seed)
    {
        var random = new Random(seed);
        var now = Start;
        var outstanding = new SortedSet<ulong>();
        var atWork = new List<ulong>();
        ulong delivered = 0;

        for (var step = 0; step < 5000; step++)
        {
            now += Timeout * (random.NextDouble() / 20);
            if (random.Next(2) == 0)
            {
                outstanding.Add(++delivered);
                atWork.Add(delivered);
            }
            else if (atWork.Count > 0)
            {
                var done = atWork[random.Next(Math.Min(atWork.Count, 10))];
                atWork.Remove(done);
                if (random.Next(5) > 0)
                {
                    _window.Done(done, now);
                }
                else
                {
                    Assert.True(outstanding.Remove(done));
                    _window.Settled(done);
                }
            }

            if (random.Next(10) == 0)
                Acknowledge(_window.Take(now));
        }

        Acknowledge(_window.Take(DateTimeOffset.MaxValue));
        Assert.Equal(atWork.Order(), outstanding);

        void Acknowledge(IEnumerable<AckWindow.Ack> acks)
        {
            foreach (var (tag, multiple) in acks)
            {
                Assert.Contains(tag, outstanding);
                var told = multiple ? outstanding.TakeWhile(other => other <= tag).ToList() : [tag];
                Assert.Empty(told.Intersect(atWork));
                outstanding.ExceptWith(told);
            }
        }
    }

    private void Done(params ulong[] tags)
    {
        foreach (var tag in tags)
            _window.Done(tag, Start);
    }
}
