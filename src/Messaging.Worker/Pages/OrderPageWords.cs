using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of an order's page.</summary>
internal static class OrderPageWords
{
    public static readonly Word Title = new("Order", "订单");
    public static readonly Word Ask = new("Which order? Its number, exactly.", "哪个订单?请输入完整的订单号。");
    public static readonly Word Occurred = new("Occurred at the publisher", "在发布方发生");
    public static readonly Word Received = new("Received", "收到");
    public static readonly Word Sent = new("Sent in {0} vendor calls", "已通过 {0} 次调用发送");
    public static readonly Word InDoubt = new("A call may have done it", "某次调用可能已生效");
    public static readonly Word Settled = new("Outcome recorded", "结果已记录");
    public static readonly Word Published = new("Result published", "结果已发布");
    public static readonly Word Due = new("Is tried again", "再次尝试");
    public static readonly Word Next = new("What happens next", "接下来");
    public static readonly Word NextNothing = new(
        "Nothing: this result is final. What failed can be tried again as a new event.",
        "没有了:结果不再改变。失败的可以作为新事件重试。");
    public static readonly Word NextPublish = new(
        "Its result is published until the broker confirms it.", "结果会一直发布,直到消息代理确认。");
    public static readonly Word NextInWork = new("Its call, by worker {0}.", "由工作进程 {0} 发出调用。");
    public static readonly Word NextEarlier = new(
        "It is sent once the earlier event of this order is settled.", "待该订单较早的事件有结果后发送。");
    public static readonly Word Result = new("Result", "结果");
    public static readonly Word RetryOf = new("Tries event {0} again", "重试事件 {0}");
    public static readonly Word Retried = new("Was tried again as event {0}", "已作为事件 {0} 重试");
}
