using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words that all pages share.</summary>
internal static class PageWords
{
    public static readonly Word Product = new("Messaging", "订单消息");
    public static readonly Word Skip = new("Skip to the content", "跳到正文");
    public static readonly Word Menu = new("Pages", "页面");
    public static readonly Word OrderNumber = new("Order number", "订单号");
    public static readonly Word Find = new("Find", "查找");
    public static readonly Word SignIn = new("Sign in", "登录");
    public static readonly Word SignOut = new("Sign out", "退出");
    public static readonly Word SignedInAs = new("Signed in as", "当前用户");
    public static readonly Word Nobody = new("Read without signing in", "未登录,仅可查看");

    public static readonly Word Vendor = new("Vendor", "供应商");
    public static readonly Word Account = new("Account", "账号");
    public static readonly Word Order = new("Order", "订单");
    public static readonly Word Reason = new("Reason", "原因");
    public static readonly Word Code = new("Code", "代码");
    public static readonly Word State = new("State", "状态");
    public static readonly Word Since = new("Since", "自");
    public static readonly Word Why = new("Why, for the audit log", "理由(写入审计日志)");
    public static readonly Word WhyHint = new("One line, up to 200 characters.", "一行,最多 200 个字符。");
    public static readonly Word Back = new("Back", "返回");
    public static readonly Word All = new("All", "全部");
    public static readonly Word Select = new("Select", "选择");

    public static readonly Word Ago = new("{0} ago", "{0}前");
    public static readonly Word Ahead = new("in {0}", "{0}后");
    public static readonly Word Seconds = new("{0} s", "{0} 秒");
    public static readonly Word Minutes = new("{0} min", "{0} 分钟");
    public static readonly Word Hours = new("{0} h", "{0} 小时");
    public static readonly Word Days = new("{0} d", "{0} 天");

    public static readonly Word Stale = new("This has changed: load it again", "已有变化:重新加载");
    public static readonly Word StaleForm = new("Nothing was done", "没有执行任何操作");
    public static readonly Word StaleFormText = new(
        "This form was shown before the worker's last start, or before you signed in. Load its page again.",
        "此表单是在工作进程上次启动之前或您登录之前显示的。请重新加载页面。");

    public static readonly Word Unavailable = new("This cannot be answered now", "现在无法答复");
    public static readonly Word TryAgainLater = new(
        "Load the page again in a moment. The service itself goes on as soon as it can.",
        "请稍后重新加载页面。服务一旦能够工作就会自行继续。");
}
