using Messaging.Fulfillment.Vendors;
using Messaging.Worker.Commands;

namespace Messaging.Worker;

/// <summary>The program, for a process of your own with vendors of your own.</summary>
public static class FulfillmentWorker
{
    /// <summary>Runs the service, or the command that the command line names.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="vendors">
    /// Adds vendors beside Polyv, Fengchao and EM. Each is off while it has no account. Default: none.
    /// </param>
    /// <returns>The exit code: 0 done, 1 could not, 2 the configuration or the command line is wrong.</returns>
    public static Task<int> RunAsync(string[] args, Action<VendorsBuilder>? vendors = null) =>
        CommandLine.RunAsync(args, Console.Out, Console.Error, vendors);
}
