using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of holding and releasing.</summary>
internal static class HoldWords
{
    public static readonly Word Title = new("Hold and release", "暂停与解除");
    public static readonly Word Link = new("Hold, release …", "暂停、解除 …");
    public static readonly Word NotHeld = new("It is not held by itself.", "本身没有被暂停。");
    public static readonly Word HoldText = new(
        "No worker calls it any more until it is released. Its orders wait; their deadlines go on.",
        "在解除之前,任何工作进程都不再调用它。订单会等待,截止时间照常计算。");
    public static readonly Word ReleaseText = new(
        "Workers call it again within a few seconds.", "几秒之内,工作进程会重新调用它。");
    public static readonly Word HoldNow = new("Hold", "暂停");
    public static readonly Word ReleaseNow = new("Release", "解除");
    public static readonly Word Held = new("Held by an operator: no call leaves", "已被操作员暂停:不发出调用");
    public static readonly Word Next = new("It waits until somebody releases it.", "等到有人解除为止。");
}
