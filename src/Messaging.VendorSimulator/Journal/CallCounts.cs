using System.Text.Json;
using Messaging.VendorSimulator.Faults;

namespace Messaging.VendorSimulator.Journal;

/// <summary>Counts a vendor's calls.</summary>
internal sealed class CallCounts
{
    private const int MaxOrdersPerCall = 1000;

    private readonly long[] _byOrders = new long[MaxOrdersPerCall + 1];
    private readonly long[] _byFault = new long[Enum.GetValues<CallFault>().Length];
    private long _refused;
    private long _signatureFailures;

    public long Refused => Volatile.Read(ref _refused);

    public long SignatureFailures => Volatile.Read(ref _signatureFailures);

    public long Calls => _byFault.Sum();

    public IReadOnlyDictionary<int, long> ByOrders => Enumerable.Range(0, _byOrders.Length)
        .Where(orders => _byOrders[orders] > 0)
        .ToDictionary(orders => orders, orders => _byOrders[orders]);

    public IReadOnlyDictionary<string, long> ByFault => Enum.GetValues<CallFault>()
        .Where(fault => fault != CallFault.None && _byFault[(int)fault] > 0)
        .ToDictionary(
            fault => JsonNamingPolicy.CamelCase.ConvertName(fault.ToString()),
            fault => _byFault[(int)fault],
            StringComparer.Ordinal);

    public void Call(CallFault fault) => Interlocked.Increment(ref _byFault[(int)fault]);

    public void Orders(int orders) => Interlocked.Increment(ref _byOrders[Math.Min(orders, MaxOrdersPerCall)]);

    public void Refusal() => Interlocked.Increment(ref _refused);

    public void SignatureFailure() => Interlocked.Increment(ref _signatureFailures);
}
