using System.Runtime.InteropServices;

namespace Messaging.VendorSimulator.Faults;

/// <summary>The faults of one call and of the orders in it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct CallFaults
{
    private readonly FaultProfile _profile;
    private readonly SeededDraw _draw;
    private readonly long _call;

    internal CallFaults(FaultProfile profile, SeededDraw draw, long call, CallFault fault)
    {
        (_profile, _draw, _call) = (profile, draw, call);
        Fault = fault;
    }

    /// <summary>The fault of the whole call.</summary>
    public CallFault Fault { get; }

    internal TimeSpan Latency => _profile.LatencyMax > _profile.LatencyMin
        ? _profile.LatencyMin + ((_profile.LatencyMax - _profile.LatencyMin) * _draw.Next(_call, DrawPurpose.Latency))
        : _profile.LatencyMin;

    internal bool Quotes => _profile.QuotesCalls;

    internal TimeSpan RetryAfter => _profile.RetryAfter;

    /// <summary>Whether an order is applied but left out of the answer.</summary>
    /// <param name="position">The order's index in the call.</param>
    public bool IsMissing(int position) =>
        _profile.MissingOrderShare > 0 && _draw.Next(_call, DrawPurpose.Missing, position) < _profile.MissingOrderShare;

    /// <summary>Whether an order is answered with "being processed" and not applied.</summary>
    /// <param name="position">The order's index in the call.</param>
    public bool IsBeingProcessed(int position) =>
        _profile.BeingProcessedShare > 0
            && _draw.Next(_call, DrawPurpose.BeingProcessed, position) < _profile.BeingProcessedShare;

    /// <summary>Whether an order makes the vendor refuse its whole call.</summary>
    /// <param name="orderNo">The order's number.</param>
    public bool Poisons(string orderNo)
    {
        ArgumentNullException.ThrowIfNull(orderNo);
        return _profile.PoisonedOrders && orderNo.Contains("-POISON", StringComparison.Ordinal);
    }
}
