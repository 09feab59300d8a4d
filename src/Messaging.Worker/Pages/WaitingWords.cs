using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of the orders that wait.</summary>
internal static class WaitingWords
{
    public static readonly Word Title = new("Waiting", "等待中");
    public static readonly Word List = new(
        "Order events that wait in the ledger, the longest waiting first", "在账本中等待的订单事件,等待最久的在前");
    public static readonly Word Received = new("Received", "收到时间");
    public static readonly Word DueAt = new("Due", "到期时间");
    public static readonly Word Calls = new("Calls", "调用次数");
    public static readonly Word InDoubt = new("may have been done", "可能已经生效");
    public static readonly Word None = new("No order waits.", "没有订单在等待。");
    public static readonly Word More = new("Later ones", "之后的");
    public static readonly Word Due = new("for its account or a worker", "等待账号或工作进程");
    public static readonly Word Later = new("for its time", "等待到期");
    public static readonly Word Behind = new("for another event of its order", "等待同一订单的另一事件");

    public static Word Of(WaitReason reason) => reason switch
    {
        WaitReason.Later => Later,
        WaitReason.Behind => Behind,
        _ => Due,
    };
}
