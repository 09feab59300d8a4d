namespace Messaging.VendorSimulator;

// Top-level statements would make a public Program, which clashes with that of a process that hosts the simulator.
internal static class Program
{
    public static async Task Main(string[] args)
    {
        await using var app = VendorSimulatorApp.Build(args);
        await app.RunAsync();
    }
}
