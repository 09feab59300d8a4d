using System.Globalization;
using Messaging.Contracts;
using Messaging.VendorSimulator;

namespace Messaging.Demo;

/// <summary>
/// Makes order events from a seed: most of them valid, some with a number that makes the simulated vendor reject them,
/// some that break a rule or name an unknown account, and some that are published twice.
/// </summary>
internal sealed class DemoEvents
{
    private static readonly DateTimeOffset Start = new(2026, 11, 11, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] Carriers = ["zhongtong", "shunfeng", "yuantong", "yunda", "jd"];
    private readonly Random _random;
    private readonly DemoSettings _settings;

    private DemoEvents(DemoSettings settings)
    {
        _settings = settings;
        // Reproducible numbers are wanted here, not secure ones.
#pragma warning disable CA5394
        _random = new Random(settings.Seed);
    }

    /// <summary>The events in the order in which to publish them, duplicates included.</summary>
    public static IReadOnlyList<DemoEvent> Create(DemoSettings settings) => [.. new DemoEvents(settings).CreateAll()];

    private IEnumerable<DemoEvent> CreateAll()
    {
        for (var i = 0; i < _settings.Orders; i++)
        {
            foreach (var vendor in VendorNames.All)
            {
                var made = new DemoEvent(vendor, Create(vendor, i));
                yield return made;
                if (Happens(0.02))
                    yield return made;
            }
        }
    }

    private IOrderEvent Create(string vendor, int i) => vendor switch
    {
        VendorNames.Polyv => new OrderMarkedDelivering
        {
            EventId = NextId(),
            OrderNo = Happens(0.003) ? " " : OrderNo("P", i, ["-UNKNOWN"], canPoison: true),
            OccurredAt = OccurredAt(i),
            Account = NextAccount(vendor),
        },
        VendorNames.Fengchao => new OrderShipped
        {
            EventId = NextId(),
            OrderNo = OrderNo("F", i, ["-UNKNOWN", "-PARTIAL", "-REFUND", "-CLOSED"], canPoison: true),
            OccurredAt = OccurredAt(i),
            Account = NextAccount(vendor),
            CarrierCode = Carriers[_random.Next(Carriers.Length)],
            TrackingNo = Happens(0.003)
                ? null
                : _random.NextInt64(10_000_000_000_000, 100_000_000_000_000).ToString(CultureInfo.InvariantCulture),
        },
        _ => Modified(vendor, i),
    };

    private OrderModified Modified(string vendor, int i) => new()
    {
        EventId = NextId(),
        OrderNo = OrderNo("M", i, ["-UNKNOWN"], canPoison: false),
        OccurredAt = OccurredAt(i),
        Account = NextAccount(vendor),
        WarehouseId = _random.Next(1, 30),
        Transport = TransportMode.Express,
        CarrierId = Happens(0.003) ? null : 8,
        OrderRemark = $"demo {i}",
        Items =
        [
            new() { ProductCode = Happens(0.005) ? "ERP_NOSTOCK" : "ERP_1113004", Quantity = _random.Next(1, 10) },
        ],
    };

    private string OrderNo(string prefix, int i, string[] marks, bool canPoison)
    {
        var mark = Happens(0.01) ? marks[_random.Next(marks.Length)]
            : canPoison && _settings.Faults == FaultLevel.Heavy && Happens(0.002) ? "-POISON"
            : "";
        return $"{prefix}{_settings.Seed.ToString(CultureInfo.InvariantCulture)}-{i:D6}{mark}";
    }

    private string NextAccount(string vendor)
    {
        if (Happens(0.002))
            return "closed-store";
        var accounts = DemoAccount.GetAll(vendor).ToArray();
        return accounts[_random.Next(accounts.Length)].Name;
    }

    private Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private bool Happens(double share) => _random.NextDouble() < share;

    private static DateTimeOffset OccurredAt(int i) => Start.AddMilliseconds(i);
}
