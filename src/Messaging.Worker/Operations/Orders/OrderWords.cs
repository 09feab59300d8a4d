using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Orders;

/// <summary>What is said of an order.</summary>
internal static class OrderWords
{
    public static readonly Word NotKnown = new(
        "The ledger knows no event of order {0}: none was received, or its result was published so long ago that the "
            + "entry was deleted.",
        "账本中没有订单 {0} 的任何事件:从未收到,或其结果发布已久、记录已被删除。");

    public static readonly Word MayBeDone = new(
        " An earlier call may have done it without {0} saying so.", " 之前的一次调用可能已经生效,只是 {0} 没有答复。");

    public static readonly Word InWork = new(
        "Worker {0} is working on it: it is being sent to {1}, or waits for its call to fill or for the account's "
            + "quota.",
        "工作进程 {0} 正在处理:正在发往 {1},或在等待凑满一次调用,或在等待账号配额。");

    public static readonly Word Last = new(" Last: {0}", " 最近一次:{0}");

    public static readonly Word Waits = new(
        "It waits until {0:O} to be sent to {1} again, after {2} calls.{3}",
        "已调用 {2} 次,等到 {0:O} 再次发往 {1}。{3}");

    public static readonly Word WaitsForEarlier = new(
        "It waits for an earlier event of the same order.{0}", "在等待同一订单较早的事件。{0}");

    public static readonly Word Due = new(
        "It is due, and is sent to {0} as soon as a worker takes it and no earlier event of the order is open.{1}",
        "已到时间;一旦有工作进程取走、且该订单没有更早的事件未完成,就发往 {0}。{1}");

    public static readonly Word Suspended = new(
        " Account {0} is suspended since {1:O}: {2}; {3}.", " 账号 {0} 自 {1:O} 起暂停:{2};{3}。");

    public static readonly Word Held = new(
        " {0}. It waits until somebody releases it.", " {0}。要等有人解除才会继续。");

    public static readonly Word Done = new("{0} has done it.", "{0} 已完成。");

    public static readonly Word Failed = new("It failed, {0}: {1}", "失败,{0}:{1}");

    public static readonly Word FailedLongAgo = new(
        "It failed, {0}; what was said of it is not kept any longer.", "失败,{0};当时的说明已不再保存。");

    public static readonly Word Published = new("The result was published at {0:O}.", "结果已于 {0:O} 发布。");

    public static readonly Word NotYetPublished = new(
        "The result is not yet confirmed by the broker; it is published until it is.",
        "结果尚未得到消息代理确认;会一直发布到确认为止。");

    public static readonly Word NextNothing = new(
        "Nothing: this result is final. What failed can be tried again as a new event.",
        "没有了:结果不再改变。失败的可以作为新事件重试。");

    public static readonly Word NextPublish = new(
        "Its result is published until the broker confirms it.", "结果会一直发布,直到消息代理确认。");

    public static readonly Word NextInWork = new("Its call, by worker {0}.", "由工作进程 {0} 发出调用。");

    public static readonly Word NextEarlier = new(
        "It is sent once the earlier event of this order is settled.", "待该订单较早的事件有结果后发送。");

    public static readonly Word NextReleased = new(
        "It is sent once somebody releases what is held.", "待有人解除暂停后发送。");

    public static readonly Word NextAccount = new(
        "It is sent once account {0} works again; {1}.", "待账号 {0} 恢复后发送;{1}。");

    public static readonly Word NextTried = new("It is sent to {0} again at {1:O}.", "将于 {1:O} 再次发往 {0}。");

    public static readonly Word NextSoon = new(
        "It is sent to {0} as soon as a worker takes it and no earlier event of the order is open.",
        "一旦有工作进程取走、且该订单没有更早的事件未完成,就发往 {0}。");
}
