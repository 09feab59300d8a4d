using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Workers;

/// <summary>What is said of workers.</summary>
internal static class WorkerWords
{
    public static readonly Word Title = new("Workers", "工作进程");
    public static readonly Word Lead = new(
        "All that work on this ledger, whichever is asked. Each says how it is when it renews its lease.",
        "在此账本上工作的所有进程,问哪一个都一样。每个进程在续约租约时报告自身状况。");

    public static readonly Word AllWell = new(
        "All renew their leases in time, by clocks that agree.", "全部按时续约,时钟一致。");

    public static readonly Word Worker = new("Worker", "工作进程");
    public static readonly Word This = new("this one", "本进程");
    public static readonly Word Version = new("Version", "版本");
    public static readonly Word Earlier = new("an earlier one", "较早版本");
    public static readonly Word Started = new("Started", "启动时间");
    public static readonly Word Renewed = new("Lease renewed", "租约续期");
    public static readonly Word Orders = new("Orders in work", "处理中的订单");
    public static readonly Word Calls = new("Calls in flight", "进行中的调用");
    public static readonly Word Clock = new("Clock ahead", "时钟偏差");

    public static readonly Word Working = new("Working", "工作中");
    public static readonly Word Stopping = new("Stopping: it finishes what it has", "正在停止:完成手头的工作");
    public static readonly Word Late = new("Late", "续约迟到");
    public static readonly Word Lost = new("Lost since", "失联,自");
    public static readonly Word TakenOver = new("Lost, its orders taken over", "失联,其订单已被接管");

    public static readonly Word IsLate = new(
        "{0} renewed its lease {1} s ago and has missed a renewal: it hangs, or its way to the database is slow or "
            + "cut. If it renews nothing until {2:u}, others take over what it holds.",
        "{0} 上次续约在 {1} 秒前,已错过一次续约:进程卡住,或到数据库的连接缓慢或中断。若到 {2:u} 仍未续约,其他进程将接管它持有的订单。");

    public static readonly Word IsLost = new(
        "The lease of {0} ended at {1:u}: it died, or cannot reach the database. A worker that has held its own lease "
            + "for a whole lease time takes over what it held.",
        "{0} 的租约已于 {1:u} 到期:它已终止,或无法连接数据库。持有自身租约满一个租期的进程将接管它持有的订单。");

    public static readonly Word ClockIsAhead = new(
        "The clock of {0} is {1} s ahead of the database's. Orders follow the database's, its logs do not. "
            + "Set the clock.",
        "{0} 的时钟比数据库快 {1} 秒。订单以数据库时钟为准,但其日志不是。请校准时钟。");

    public static readonly Word ClockIsBehind = new(
        "The clock of {0} is {1} s behind the database's. Orders follow the database's, its logs do not. "
            + "Set the clock.",
        "{0} 的时钟比数据库慢 {1} 秒。订单以数据库时钟为准,但其日志不是。请校准时钟。");

    public static readonly Word VersionsDiffer = new(
        "Different versions run side by side: {0}. That is so while they are being exchanged; after that, one was left "
            + "behind.",
        "不同版本同时运行:{0}。滚动升级期间属正常;之后仍如此,则有进程未升级。");
}
