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

    public static readonly Word GiveUp = new("Give up …", "放弃 …");
    public static readonly Word GiveUpTitle = new("Give an order event up", "放弃一个订单事件");
    public static readonly Word GiveUpText = new(
        "It is answered as failed, given up by an operator, and never sent again. If an earlier call may have done it, "
            + "the result says that its outcome is unknown.",
        "它会以失败(由操作员放弃)作答,并且不再发送。如果之前的调用可能已经生效,结果会说明不确定。");
    public static readonly Word WhyGiveUp = new(
        "Why, for the audit log and for those who get the result", "理由(写入审计日志,也发给结果的接收方)");
    public static readonly Word GiveUpNow = new("Give up", "放弃");
    public static readonly Word GivenUp = new(
        "It has been given up; its result is on its way.", "已放弃;结果正在发出。");
    public static readonly Word InWork = new(
        "It is in work at this moment and was left alone. Hold its account, and ask again after some seconds.",
        "它正在处理中,未作改动。请先暂停其账号,几秒后再试。");
    public static readonly Word NotThere = new(
        "It does not wait any more: it has its result already, or nobody knows it.", "它已不在等待:已经有了结果,或者不存在。");

    public static Word Of(WaitReason reason) => reason switch
    {
        WaitReason.Later => Later,
        WaitReason.Behind => Behind,
        _ => Due,
    };
}
