using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Orders;

/// <summary>What is said of each thing that befell an order event.</summary>
internal static class OrderTimelineWords
{
    public static readonly Word Occurred = new("Occurred at the publisher", "在发布方发生");
    public static readonly Word Received = new("Received", "收到");

    public static readonly Word RetryOf = new(
        "Taken on at an operator's word: it tries event {0} again", "由操作员发起:重试事件 {0}");

    public static readonly Word Sent = new(
        "Sent to {0} by worker {1}, {2}: {3}, after {4} ms{5}{6}", "由工作进程 {1} 发往 {0}({2}):{3},用时 {4} 毫秒{5}{6}");

    public static readonly Word Alone = new("alone", "单独一单");
    public static readonly Word WithOthers = new("with {0} others", "与另外 {0} 单一起");
    public static readonly Word Code = new("; code {0}", ";代码 {0}");
    public static readonly Word RequestId = new("; request id {0}", ";请求号 {0}");

    public static readonly Word Waits = new("Has to wait until {0:O}{1}", "需等到 {0:O}{1}");
    public static readonly Word GivenBack = new("Back in the ledger, to be taken at once{0}", "退回账本,可立即再次取走{0}");
    public static readonly Word Because = new(", because: {0}", ",原因:{0}");
    public static readonly Word MayBeDone = new("; a call may have done it", ";某次调用可能已生效");

    public static readonly Word LostUnsent = new(
        "Worker {0} stopped before it had sent this", "工作进程 {0} 在发送之前停止");

    public static readonly Word LostInDoubt = new(
        "Worker {0} stopped while it had this: a call may have been on its way, and what became of it is not known",
        "工作进程 {0} 在处理期间停止:可能有一次调用已发出,其结果不明");

    public static readonly Word SomeWorker = new("(not recorded)", "(未记录)");

    public static readonly Word NotKept = new(
        "{0} more calls, of which no record is kept", "另有 {0} 次调用,未保留记录");

    public static readonly Word Succeeded = new("Outcome recorded: succeeded", "结果已记录:成功");
    public static readonly Word Failed = new("Outcome recorded: failed, {0}{1}", "结果已记录:失败,{0}{1}");
    public static readonly Word Published = new("Result published", "结果已发布");
    public static readonly Word Retried = new("Was tried again as event {0}", "已作为事件 {0} 重试");
    public static readonly Word Operator = new("Operator {0}: {1}, because: {2}", "操作员 {0}:{1},理由:{2}");

    /// <summary>What a call came to; the word itself where a later version wrote one that is not known here.</summary>
    public static string OutcomeOf(string outcome, Language language) =>
        Outcomes.GetValueOrDefault(outcome)?.In(language) ?? outcome;

    private static readonly Dictionary<string, Word> Outcomes = new(StringComparer.Ordinal)
    {
        ["answered"] = new("it answered", "已答复"),
        ["notSent"] = new("it could not be reached", "无法连接"),
        ["unavailable"] = new("it could not work", "对方暂时无法处理"),
        ["rateLimited"] = new("it got too many calls", "调用过于频繁"),
        ["account"] = new("it did not accept the account", "账号未被接受"),
        ["accountSuspected"] = new("it seemed not to accept the account", "账号似乎未被接受"),
        ["refused"] = new("it refused the call", "拒绝了这次调用"),
        ["unexplained"] = new("it refused the call, nobody knows why", "拒绝了这次调用,原因不明"),
        ["unknown"] = new("what it did is not known", "结果不明"),
    };
}
