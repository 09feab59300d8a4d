using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of the overview.</summary>
internal static class OverviewWords
{
    public static readonly Word Title = new("Overview", "概览");
    public static readonly Word Health = new("Health", "健康状况");
    public static readonly Word Healthy = new("All is well.", "一切正常。");
    public static readonly Word Degraded = new("It works, but needs attention.", "可以工作,但需要关注。");
    public static readonly Word Unhealthy = new("It cannot work.", "无法工作。");
    public static readonly Word Waiting = new("Waiting", "等待中");
    public static readonly Word Oldest = new("Oldest waiting", "等待最久");
    public static readonly Word InFlight = new("Calls in flight here", "此进程进行中的调用");
    public static readonly Word Received = new("Received", "已收到");
    public static readonly Word Succeeded = new("Succeeded", "成功");
    public static readonly Word Failed = new("Failed", "失败");
    public static readonly Word Unpublished = new("Results not yet published", "未发布的结果");
    public static readonly Word Accounts = new("Accounts", "账号");
    public static readonly Word Next = new("What happens next", "接下来");
    public static readonly Word WaitingHere = new("Waiting here", "在此等待");
    public static readonly Word Active = new("Active", "正常");
    public static readonly Word Probing = new("Probing: one order is tried", "试探中:正在试发一单");
    public static readonly Word Suspended = new("Suspended: no call leaves", "已暂停:不发出调用");
    public static readonly Word Unused = new("Nothing sent yet", "尚未发送");
    public static readonly Word Idle = new("Off, without accounts: {0}", "未启用(没有账号):{0}");
    public static readonly Word Worst = new("What fails most", "失败最多的");
    public static readonly Word NothingFails = new("Nothing has failed.", "没有失败。");
}
