using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>
/// The calls of an account that failed in a row, and whether one order may be behind all of them: then they say nothing
/// about the account. Not thread-safe.
/// </summary>
internal sealed class FailureStreak
{
    /// <summary>
    /// So many suspicions in a row are believed. Two come about by chance where a few orders of many are bad.
    /// </summary>
    public const int ConfirmingSuspicions = 3;

    private HashSet<string>? _common;
    private int _failures;
    private int _suspicions;

    /// <summary>Whether words have said often enough, of different orders, that the account is not accepted.</summary>
    public bool ConfirmsSuspicion => _suspicions >= ConfirmingSuspicions && !MayBeOneOrder;

    private bool MayBeOneOrder => _common is { Count: > 0 };

    /// <summary>Whether so many calls failed that the vendor or the account has to be at fault.</summary>
    /// <param name="failuresToClose">How many that are.</param>
    public bool IsOutage(int failuresToClose) => _failures >= failuresToClose && !MayBeOneOrder;

    /// <summary>Adds a call.</summary>
    /// <param name="fault">Why it failed.</param>
    /// <param name="orderNos">The orders that it carried.</param>
    public void Add(CallFault fault, IEnumerable<string> orderNos)
    {
        var response = FaultResponse.For(fault.Kind);
        _failures++;
        _suspicions = response.Account is AccountFate.Suspected ? _suspicions + 1 : 0;
        if (!response.MayBeOneOrder)
            _common = [];
        else if (_common is null)
            _common = orderNos.ToHashSet(StringComparer.Ordinal);
        else if (_common.Count > 0)
            _common.IntersectWith(orderNos);
    }

    /// <summary>A call went well.</summary>
    public void Clear()
    {
        _common = null;
        _failures = 0;
        _suspicions = 0;
    }
}
