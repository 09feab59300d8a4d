using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of the failures and of trying them again.</summary>
internal static class FailureWords
{
    public static readonly Word Title = new("Failures", "失败");
    public static readonly Word Groups = new("By vendor, reason and code", "按供应商、原因和代码");
    public static readonly Word List = new("Order events that failed", "失败的订单事件");
    public static readonly Word First = new("First", "最早");
    public static readonly Word Last = new("Latest", "最近");
    public static readonly Word Count = new("Count", "数量");
    public static readonly Word At = new("Failed", "失败时间");
    public static readonly Word Filter = new("Filter", "筛选");
    public static readonly Word Show = new("Show", "显示");
    public static readonly Word OpenOnly = new("Not yet retried", "尚未重试");
    public static readonly Word RetriedOnly = new("Retried", "已重试");
    public static readonly Word From = new("Failed from (UTC)", "失败时间起(UTC)");
    public static readonly Word Before = new("Failed before (UTC)", "失败时间止(UTC)");
    public static readonly Word BadCursor = new(
        "This page of the list is not known; here is the first.", "不认识列表的这一页;以下是第一页。");
    public static readonly Word None = new("There are none.", "没有。");
    public static readonly Word NoCode = new("none", "无");
    public static readonly Word More = new("Older ones", "更早的");
    public static readonly Word RetrySelected = new("Try the selected again …", "重试所选 …");
    public static readonly Word RetryGroup = new("Try again …", "重试 …");
    public static readonly Word HowMany = new("The latest", "最近几个");

    public static readonly Word PreviewTitle = new("Try again: is this meant?", "重试:确认是这些吗?");
    public static readonly Word PreviewText = new(
        "{0} order events would be tried again, each as a new event with a result of its own. Nothing has been done "
            + "yet.",
        "将重试 {0} 个订单事件,每个都作为新的事件,有自己的结果。目前尚未执行。");
    public static readonly Word Purged = new(
        "{0} cannot be: they are no failures, or their content has been purged.",
        "{0} 个无法重试:不是失败,或内容已被清除。");
    public static readonly Word LiftDeadline = new(
        "Send them although their deadline has passed", "即使已过截止时间也发送");
    public static readonly Word RetryNow = new("Try again now", "立即重试");
    public static readonly Word DoneTitle = new("Tried again", "已重试");
    public static readonly Word Started = new("Taken on", "已受理");
    public static readonly Word AlreadyRetried = new("Had been retried before", "此前已重试过");
    public static readonly Word NotThere = new("No failure, or purged", "不是失败或已清除");
    public static readonly Word Tried = new("Tried again", "已重试");
}
