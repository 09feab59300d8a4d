using Messaging.Fulfillment.Dispatch;

namespace Messaging.Fulfillment.Tests.Dispatch;

public class OrderCountTests
{
    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(4, 5, true)]
    [InlineData(5, 5, false)]
    [InlineData(6, 5, false)]
    public void Waiting_ends_at_once_where_there_are_few_enough(int orders, int limit, bool atOnce)
    {
        var count = new OrderCount();
        count.Add(orders);

        Assert.Equal(atOnce, count.WaitBelowAsync(() => limit, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task All_waiters_are_released_when_enough_orders_are_gone()
    {
        var count = new OrderCount();
        count.Add(3);
        Task[] waiting = [count.WaitBelowAsync(
            () => 2, CancellationToken.None), count.WaitBelowAsync(() => 2, CancellationToken.None)];

        count.RemoveOne();
        await Task.Yield();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        count.RemoveOne();

        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_cancelled_wait_ends()
    {
        var count = new OrderCount();
        count.Add(1);
        using var cancelled = new CancellationTokenSource();
        var waiting = count.WaitBelowAsync(() => 1, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
