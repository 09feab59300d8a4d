using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Retries;

/// <summary>Exponential backoff with jitter. Pure.</summary>
/// <param name="First">The delay after the first failure, before jitter.</param>
/// <param name="Longest">The longest delay.</param>
/// <param name="Fixed">The share of a delay that is not random, from 0 to 1. Default: one half.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Backoff(TimeSpan First, TimeSpan Longest, double Fixed = 0.5)
{
    /// <summary>
    /// The delay doubles with each failure, up to the longest; jitter then takes up to the random share off.
    /// </summary>
    /// <param name="failures">How many there were in a row; less than 1 counts as 1.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    public TimeSpan GetDelay(int failures, double jitter)
    {
        var factor = Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        // Compared before it is multiplied: the product may be more than a TimeSpan holds.
        var delay = factor < Longest / First ? First * factor : Longest;
        return delay * (Fixed + ((1 - Fixed) * jitter));
    }
}
