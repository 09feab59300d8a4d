using System.Reflection;

namespace Messaging.Fulfillment.Tests;

/// <summary>Implements the few members of a large interface that a test uses.</summary>
public class Fake : DispatchProxy
{
    private Func<string, object?[], object?> _answer = (_, _) => null;

    public static T Create<T>(Func<string, object?[], object?> answer)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Fake>();
        ((Fake)(object)proxy)._answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _answer(targetMethod!.Name, args ?? []);
}
