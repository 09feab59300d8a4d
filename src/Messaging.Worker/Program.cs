namespace Messaging.Worker;

// Top-level statements would make a public Program, which clashes with that of a process that hosts the worker.
internal static class Program
{
    public static Task<int> Main(string[] args) => FulfillmentWorker.RunAsync(args);
}
