using System.Runtime.InteropServices;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>What became of a limit of calls in flight: it was multiplied, then raised.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConcurrencyChange(double Factor, double Raise)
{
    public static ConcurrencyChange None { get; } = new(1, 0);

    public ConcurrencyChange Then(ConcurrencyChange next) =>
        new(Factor * next.Factor, (Raise * next.Factor) + next.Raise);

    /// <summary>The limit after it, from 1 to <paramref name="ceiling"/>.</summary>
    public double Apply(double limit, double ceiling) =>
        Math.Clamp((Math.Min(limit, ceiling) * Factor) + Raise, 1, ceiling);
}
