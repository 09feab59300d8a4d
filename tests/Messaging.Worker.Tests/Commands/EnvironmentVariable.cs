namespace Messaging.Worker.Tests.Commands;

/// <summary>
/// Sets an environment variable for the duration of a test; tests that use it are in the collection
/// <see cref="Collection"/>.
/// </summary>
internal sealed class EnvironmentVariable : IDisposable
{
    public const string Collection = "environment";
    private readonly string _name;

    public EnvironmentVariable(string name, string value)
    {
        _name = name;
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
}
