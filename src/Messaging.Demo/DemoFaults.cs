using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Faults;

namespace Messaging.Demo;

/// <summary>The faults of each level.</summary>
internal static class DemoFaults
{
    /// <summary>
    /// EM takes one order per call and so gets many more calls: the share that is bearable at the other vendors would
    /// keep its accounts suspended for minutes.
    /// </summary>
    private const double RateLimitedAtEm = 0.001;

    public static FaultProfile Create(DemoSettings settings, string vendor)
    {
        var profile = settings.Faults switch
        {
            FaultLevel.None => new FaultProfile(),
            FaultLevel.Some => new FaultProfile
            {
                LatencyMin = TimeSpan.FromMilliseconds(1),
                LatencyMax = TimeSpan.FromMilliseconds(20),
                ServerErrorShare = 0.02,
                TooManyRequestsShare = 0.02,
                DropBeforeShare = 0.02,
                DropAfterShare = 0.02,
                BeingProcessedShare = 0.002,
            },
            FaultLevel.Heavy => new FaultProfile
            {
                LatencyMin = TimeSpan.FromMilliseconds(2),
                LatencyMax = TimeSpan.FromMilliseconds(40),
                ServerErrorShare = 0.05,
                TooManyRequestsShare = 0.05,
                DropBeforeShare = 0.05,
                DropAfterShare = 0.05,
                GarbageBeforeShare = 0.03,
                GarbageAfterShare = 0.03,
                NullDataShare = 0.03,
                MissingOrderShare = 0.01,
                BeingProcessedShare = 0.01,
                PoisonedOrders = true,
            },
            _ => throw new InvalidOperationException($"Unknown level of faults: {settings.Faults}."),
        };
        var rateLimited = vendor is VendorNames.Em
            ? Math.Min(profile.TooManyRequestsShare, RateLimitedAtEm)
            : profile.TooManyRequestsShare;
        return profile with { Seed = settings.Seed, TooManyRequestsShare = rateLimited };
    }
}
