namespace Messaging.VendorSimulator;

// Not top-level statements: those make a public Program, which would clash with the one of a process that hosts the
// simulator.
internal static class Program
{
    public static async Task Main(string[] args)
    {
        await using var app = VendorSimulatorApp.Build(args);
        await app.RunAsync();
    }
}
