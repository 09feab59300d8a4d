using Messaging.VendorSimulator;
using Spectre.Console;

namespace Messaging.Demo;

/// <summary>Waits for the results; on a terminal, shows how many have come.</summary>
internal static class DemoProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when every order event has its result.</summary>
    public static Task WatchAsync(
        DemoTracker tracker,
        int perVendor,
        TimeProvider time,
        IAnsiConsole console,
        CancellationToken cancellationToken)
    {
        var expected = perVendor * VendorNames.All.Count;
        return console.Profile.Capabilities.Interactive
            ? console.Progress().StartAsync(context => DrawAsync(context, tracker, perVendor, time, cancellationToken))
            : WaitAsync(tracker, expected, time, () => { }, cancellationToken);
    }

    private static Task DrawAsync(
        ProgressContext context,
        DemoTracker tracker,
        int perVendor,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var bars = VendorNames.All.ToDictionary(
            vendor => vendor, vendor => context.AddTask(vendor, maxValue: perVendor), StringComparer.Ordinal);
        return WaitAsync(
            tracker,
            perVendor * bars.Count,
            time,
            () =>
            {
                var answered = tracker.Orders
                    .Where(order => order.Result is not null)
                    .CountBy(order => order.Sent.Vendor, StringComparer.Ordinal);
                foreach (var (vendor, count) in answered)
                    bars[vendor].Value = count;
            },
            cancellationToken);
    }

    private static async Task WaitAsync(
        DemoTracker tracker, int expected, TimeProvider time, Action draw, CancellationToken cancellationToken)
    {
        while (tracker.Answered < expected)
        {
            draw();
            await Task.Delay(Interval, time, cancellationToken);
        }

        draw();
    }
}
