namespace Messaging.Worker.Hosting;

/// <summary>What kind of value a setting takes, in words.</summary>
internal static class SettingKind
{
    public static string Describe(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(ushort) || type == typeof(long) => "a whole number in range",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => "a time span, as 00:00:30 for 30 seconds",
        _ when type == typeof(Uri) => "an address",
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => "text",
    };

    /// <summary>What a list or a dictionary holds; null for anything else.</summary>
    public static Type? GetElement(Type type)
    {
        if (!type.IsGenericType)
            return null;
        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(List<>) || definition == typeof(Dictionary<,>)
            ? type.GetGenericArguments()[^1]
            : null;
    }
}
