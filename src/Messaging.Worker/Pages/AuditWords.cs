using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of what operators did.</summary>
internal static class AuditWords
{
    public static readonly Word Title = new("Audit", "审计");
    public static readonly Word At = new("When", "时间");
    public static readonly Word Who = new("Who", "操作者");
    public static readonly Word Action = new("What", "操作");
    public static readonly Word Target = new("To what", "对象");
    public static readonly Word Count = new("How many", "数量");
    public static readonly Word Reason = new("Why", "理由");
    public static readonly Word None = new("Nobody has done anything.", "没有任何操作。");
}
