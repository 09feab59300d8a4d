using System.Runtime.InteropServices;

namespace Messaging.VendorSimulator.Faults;

/// <summary>The faults of one call and of the orders in it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct CallFaults(FaultProfile profile, SeededDraw draw, long call, CallFault fault)
{
    public CallFault Fault => fault;

    public TimeSpan Latency => profile.LatencyMax > profile.LatencyMin
        ? profile.LatencyMin + ((profile.LatencyMax - profile.LatencyMin) * draw.Next(call, DrawPurpose.Latency))
        : profile.LatencyMin;

    public bool Quotes => profile.QuotesCalls;

    public TimeSpan RetryAfter => profile.RetryAfter;

    /// <param name="position">The order's index in the call.</param>
    public bool IsMissing(int position) =>
        profile.MissingOrderShare > 0 && draw.Next(call, DrawPurpose.Missing, position) < profile.MissingOrderShare;

    /// <param name="position">The order's index in the call.</param>
    public bool IsBeingProcessed(int position) =>
        profile.BeingProcessedShare > 0
            && draw.Next(call, DrawPurpose.BeingProcessed, position) < profile.BeingProcessedShare;

    public bool Poisons(string orderNo) =>
        profile.PoisonedOrders && orderNo.Contains("-POISON", StringComparison.Ordinal);
}
