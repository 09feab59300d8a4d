using Messaging.Chaos.Service;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Chaos.Faults;

/// <summary>An operator holds one vendor after the other, and releases it.</summary>
internal sealed class HeldVendor(LedgerAddress ledger) : IFault
{
    private static readonly string[] Vendors = ["polyv", "fengchao", "em"];
    private int _turn;

    public string Name => "hold";

    public (double Least, double Most) Seconds => (3, 10);

    public bool StopsAll => false;

    public bool IsOverAtOnce => false;

    private string Vendor => Vendors[_turn % Vendors.Length];

    private AuditNote Note => new("chaos", Name, Vendor, "a fault");

    public Task BeginAsync() => ledger.AskAsync(
        opened => opened.HoldAsync(Vendor, account: null, Note, CancellationToken.None));

    public async Task EndAsync()
    {
        await ledger.AskAsync(
            opened => opened.ReleaseHoldAsync(Vendor, account: null, Note, CancellationToken.None));
        _turn++;
    }
}
