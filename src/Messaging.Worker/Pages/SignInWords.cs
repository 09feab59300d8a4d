using Messaging.Worker.Words;

namespace Messaging.Worker.Pages;

/// <summary>Words of signing in.</summary>
internal static class SignInWords
{
    public static readonly Word Name = new("Name", "用户名");
    public static readonly Word Password = new("Password", "密码");
    public static readonly Word Wrong = new("Name or password is wrong.", "用户名或密码错误。");
    public static readonly Word TooOften = new(
        "Too many attempts. Wait five minutes, or use a key with the commands.",
        "尝试次数过多。请等待五分钟,或用密钥执行命令。");
    public static readonly Word NobodyYet = new(
        "Nobody can sign in yet. The command user makes the settings for somebody, under Management:Users.",
        "目前没有可登录的用户。命令 user 可生成 Management:Users 下的设置。");
    public static readonly Word Denied = new("Not allowed", "没有权限");
    public static readonly Word DeniedText = new(
        "{0} has no role that allows this. Roles are under Management:Users.",
        "{0} 没有允许此操作的角色。角色在 Management:Users 下设置。");
}
