using Messaging.Chaos.Service;
using Messaging.Contracts;
using Messaging.VendorSimulator;

namespace Messaging.Chaos.Orders;

/// <summary>
/// Creates order events of all kinds, over all accounts: most of them ordinary, some wrong in each way that the
/// simulated vendors detect.
/// </summary>
public sealed class OrderPlan(int seed, IReadOnlyList<VendorAccount> accounts, DateTimeOffset now)
{
    private const double SpecialShare = 0.06;
    private const double CopyShare = 0.03;
    private const double DeadlineShare = 0.03;
    private const double OvertakingShare = 0.1;
    private const int LongestSequence = 4;

    private static readonly string[] PolyvMarks = ["-UNKNOWN", "-POISON"];
    private static readonly string[] FengchaoMarks =
    [
        "-UNKNOWN", "-PARTIAL", "-REFUND", "-CLOSED", "-POISON", "-SHIPPED",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Creates that many events, in the order in which they are published.</summary>
    public IReadOnlyList<PlannedOrder> Make(int count)
    {
        var planned = new List<PlannedOrder>(count + LongestSequence);
        while (planned.Count < count)
        {
            planned.AddRange((planned.Count % 3) switch
            {
                0 => [Delivering(planned.Count)],
                1 => [Shipped(planned.Count)],
                _ => Modified(planned.Count),
            });
        }

        return planned[..count];
    }

    private PlannedOrder Delivering(int i)
    {
        var (mark, expected) = Special(PolyvMarks);
        var deadline = mark.Length == 0 ? Deadline(ref expected) : null;
        return new(
            VendorNames.Polyv,
            new OrderMarkedDelivering
            {
                EventId = NextId(),
                OrderNo = $"P{i}{mark}",
                OccurredAt = now,
                Account = AnyAccount(VendorNames.Polyv, ref expected),
                Deadline = deadline,
            },
            expected,
            Copies());
    }

    private PlannedOrder Shipped(int i)
    {
        var (mark, expected) = Special(FengchaoMarks);
        var deadline = mark.Length == 0 ? Deadline(ref expected) : null;
        return new(
            VendorNames.Fengchao,
            new OrderShipped
            {
                EventId = NextId(),
                OrderNo = $"F{i}{mark}",
                OccurredAt = now,
                Account = AnyAccount(VendorNames.Fengchao, ref expected),
                Deadline = deadline,
                CarrierCode = "zhongtong",
                TrackingNo = $"T{i}",
            },
            expected,
            Copies());
    }

    /// <summary>Several modifications of one order; now and then they are published out of order.</summary>
    private PlannedOrder[] Modified(int i)
    {
        var (mark, expected) = Special(["-UNKNOWN"]);
        var account = AnyAccount(VendorNames.Em, ref expected);
        if (expected == Expected.Success)
            expected = Expected.SuccessOrTooLate;
        PlannedOrder[] sequence =
        [
            .. Enumerable.Range(0, _random.Next(1, LongestSequence + 1)).Select(step => new PlannedOrder(
                VendorNames.Em,
                new OrderModified
                {
                    EventId = NextId(),
                    OrderNo = $"E{i}{mark}",
                    OccurredAt = now.AddSeconds(step),
                    Account = account,
                    OrderRemark = $"step {step}",
                },
                expected,
                Copies())),
        ];
        if (_random.NextDouble() < OvertakingShare)
            _random.Shuffle(sequence);
        return sequence;
    }

    private (string Mark, Expected Expected) Special(string[] marks)
    {
        if (_random.NextDouble() >= SpecialShare)
            return ("", Expected.Success);
        var mark = marks[_random.Next(marks.Length)];
        return (mark, mark is "-SHIPPED" ? Expected.ShippedByOthers : Expected.Failure);
    }

    private string AnyAccount(string vendor, ref Expected expected)
    {
        if (_random.NextDouble() < 0.005)
        {
            expected = Expected.Failure;
            return "nobody";
        }

        var some = accounts.Where(account => account.Vendor.Equals(vendor, StringComparison.Ordinal)).ToArray();
        return some[_random.Next(some.Length)].Name;
    }

    /// <summary>Now and then a deadline that passes during the run.</summary>
    private DateTimeOffset? Deadline(ref Expected expected)
    {
        if (_random.NextDouble() >= DeadlineShare)
            return null;
        expected = Expected.SuccessOrTooLate;
        return now.AddSeconds(_random.Next(1, 60));
    }

    private int Copies() => _random.NextDouble() < CopyShare ? _random.Next(2, 4) : 1;

    private Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }
}
