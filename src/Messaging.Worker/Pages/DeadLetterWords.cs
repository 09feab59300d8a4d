using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of what was put aside.</summary>
internal static class DeadLetterWords
{
    public static readonly Word Title = new("Dead letters", "死信");
    public static readonly Word Intro = new(
        "Messages that could not be read or recorded, by queue. They are kept for 14 days.",
        "无法读取或记录的消息,按队列列出,保留 14 天。");
    public static readonly Word NoBroker = new(
        "The bus is in memory: what cannot be read is logged, and kept nowhere.",
        "总线在内存中:无法读取的消息只记入日志,不保存。");
    public static readonly Word Queue = new("Queue", "队列");
    public static readonly Word Messages = new("Messages", "消息数");
    public static readonly Word NoQueues = new("None of the queues exists yet.", "尚无任何此类队列。");
    public static readonly Word Listed = new("The oldest {0} of {1}", "最早的 {0} 条,共 {1} 条");
    public static readonly Word Message = new("Message", "消息");
    public static readonly Word At = new("Put aside", "搁置时间");
    public static readonly Word Event = new("Event", "事件");
    public static readonly Word Bytes = new("Bytes", "字节");
    public static readonly Word ContentType = new("Content type", "内容类型");
    public static readonly Word Headers = new("Headers", "消息头");
    public static readonly Word Body = new("Body", "正文");
    public static readonly Word ShowBody = new("Show the body", "显示正文");
    public static readonly Word BodyHint = new(
        "It is personal data; that you saw it is written to the audit log.", "正文是个人数据;查看会写入审计日志。");
    public static readonly Word BodyRole = new(
        "It is personal data; the role PersonalData is needed to see it.", "正文是个人数据;查看需要 PersonalData 角色。");
    public static readonly Word Gone = new(
        "The queue has no such message any more: it was sent again, dropped, or went with its age.",
        "队列中已无此消息:已重新发送、已丢弃,或已过期。");
    public static readonly Word AllOfQueue = new("All messages of the queue", "队列中的全部消息");
    public static readonly Word Everything = new("All", "全部");
    public static readonly Word NoneChosen = new("None was chosen.", "没有选择任何消息。");
    public static readonly Word SendAgain = new("Send again …", "重新发送 …");
    public static readonly Word Drop = new("Drop …", "丢弃 …");
    public static readonly Word SendTitle = new("Send again: is this meant?", "重新发送:确认吗?");
    public static readonly Word DropTitle = new("Drop for good: is this meant?", "永久丢弃:确认吗?");
    public static readonly Word SendText = new(
        "{0} messages of {1} would go back to the queue that they came from. Nothing has been done yet.",
        "{1} 中的 {0} 条消息将回到原来的队列。目前尚未执行。");
    public static readonly Word DropText = new(
        "{0} messages of {1} would be gone for good. Nothing has been done yet.",
        "{1} 中的 {0} 条消息将永久消失。目前尚未执行。");
    public static readonly Word SendNow = new("Send again now", "立即重新发送");
    public static readonly Word DropNow = new("Drop now", "立即丢弃");
    public static readonly Word Sent = new("{0} sent again", "已重新发送 {0} 条");
    public static readonly Word Dropped = new("{0} dropped", "已丢弃 {0} 条");
    public static readonly Word Stopped = new("It ended early; the rest is where it was:", "提前结束,其余仍在原处:");
}
