using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Repair;
using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of trying failures again in stages.</summary>
internal static class StagedRetryWords
{
    public static readonly Word ListTitle = new("Staged retries", "分批重试");
    public static readonly Word Title = new("Staged retry", "分批重试");
    public static readonly Word None = new("There are none.", "没有。");
    public static readonly Word More = new("Earlier ones", "更早的");
    public static readonly Word Number = new("Number", "编号");
    public static readonly Word Group = new("Failures", "失败");
    public static readonly Word StartedBy = new("Started by", "发起人");
    public static readonly Word Total = new("Orders", "订单数");
    public static readonly Word Stage = new("Stage", "批次");
    public static readonly Word StageSize = new("In this stage", "本批");
    public static readonly Word Waiting = new("Without a result", "尚无结果");
    public static readonly Word Sent = new("Sent", "已发送");
    public static readonly Word Succeeded = new("Succeeded", "成功");
    public static readonly Word Failed = new("Failed again", "再次失败");
    public static readonly Word Left = new("Left", "剩余");
    public static readonly Word With = new("With", "失败原因");
    public static readonly Word Stages = new("The last stages that are over", "最近结束的批次");

    public static readonly Word StartLink = new("All, in stages …", "分批重试全部 …");
    public static readonly Word StartTitle = new("Try again in stages: is this meant?", "分批重试:确认是这些吗?");
    public static readonly Word StartText = new(
        "{0} order events would be tried again in {1} stages, the latest first: {2}. Each stage waits for the results "
            + "of the one before, and none follows where the failure comes back. Nothing has been done yet.",
        "将分 {1} 批重试 {0} 个订单事件,从最近的开始:{2}。每一批都等前一批有了结果才发送;失败重现时自动停止。目前尚未执行。");
    public static readonly Word First = new("The first", "最先发送的");
    public static readonly Word StartNow = new("Start", "开始");

    private static readonly Word Pause = new("Pause", "暂停");
    private static readonly Word Resume = new("Go on", "继续");
    private static readonly Word Cancel = new("Cancel", "取消");

    private static readonly Word Running = new("running", "进行中");
    private static readonly Word Paused = new("paused", "已暂停");
    private static readonly Word Stopped = new("stopped by itself", "已自动停止");
    private static readonly Word Cancelled = new("cancelled", "已取消");
    private static readonly Word Finished = new("finished", "已完成");

    private static readonly Word RunningText = new(
        "The next stage follows by itself when every order of this one has its result.",
        "本批每个订单都有结果后,自动发送下一批。");
    private static readonly Word PausedText = new(
        "Nothing more is sent until somebody has it go on; it goes on where it was. What has been sent goes on.",
        "在有人继续之前不再发送;继续时从原处开始。已发送的不受影响。");
    private static readonly Word StoppedText = new(
        "The last stage brought the failure back. Look at what failed, mend it, and have it go on with one order; or "
            + "cancel it.",
        "上一批中失败重现。请查看失败原因,解决后继续(从一个订单开始),或取消。");
    private static readonly Word CancelledText = new(
        "Nothing more is sent. What was left is still among the failures.", "不再发送。剩余的仍在失败列表中。");
    private static readonly Word FinishedText = new(
        "Everything was sent that there was. What is left was tried again by somebody else meanwhile, or was purged.",
        "全部已发送。剩余的已由他人重试或已被清除。");

    private static readonly Word CameBack = new("the failure came back", "失败重现");
    private static readonly Word Half = new("half of them failed or more", "半数或以上失败");
    private static readonly Word Passed = new("went on", "通过");

    public static Word Of(StagedRetryStatus status) => status switch
    {
        StagedRetryStatus.Running => Running,
        StagedRetryStatus.Paused => Paused,
        StagedRetryStatus.Stopped => Stopped,
        StagedRetryStatus.Cancelled => Cancelled,
        _ => Finished,
    };

    public static Word Explain(StagedRetryStatus status) => status switch
    {
        StagedRetryStatus.Running => RunningText,
        StagedRetryStatus.Paused => PausedText,
        StagedRetryStatus.Stopped => StoppedText,
        StagedRetryStatus.Cancelled => CancelledText,
        _ => FinishedText,
    };

    public static Word Of(StageStop? stop) => stop switch
    {
        StageStop.FailureCameBack => CameBack,
        StageStop.HalfFailed => Half,
        _ => Passed,
    };

    public static Word Of(StagedRetryAction action) => action switch
    {
        StagedRetryAction.Pause => Pause,
        StagedRetryAction.Resume => Resume,
        _ => Cancel,
    };

    /// <summary>How a state looks.</summary>
    public static string Style(StagedRetryStatus status) => status switch
    {
        StagedRetryStatus.Running or StagedRetryStatus.Finished => "good",
        StagedRetryStatus.Stopped => "bad",
        _ => "fair",
    };

    /// <summary>How a button looks.</summary>
    public static string? Style(StagedRetryAction action) => action is StagedRetryAction.Cancel ? "danger" : null;
}
