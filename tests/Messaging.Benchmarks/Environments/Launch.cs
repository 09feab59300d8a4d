using Messaging.Testing;

namespace Messaging.Benchmarks.Environments;

/// <summary>How a contestant is started.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">Variables to set.</param>
internal sealed record Launch(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The variable with the address that the service listens on.</summary>
    public const string Urls = "ASPNETCORE_URLS";

    /// <summary>The same once more, on another port where it listens.</summary>
    public Launch Again()
    {
        var environment = new Dictionary<string, string>(Environment, StringComparer.Ordinal);
        if (environment.ContainsKey(Urls))
            environment[Urls] = FormattableString.Invariant($"http://127.0.0.1:{FreePort.Next()}");
        return this with { Environment = environment };
    }
}
