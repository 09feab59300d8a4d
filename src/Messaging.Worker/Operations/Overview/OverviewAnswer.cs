using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Hosting;
using Messaging.Worker.Operations.Failures;

namespace Messaging.Worker.Operations.Overview;

/// <summary>How this worker and its orders are.</summary>
/// <param name="Health">The checks, with their words.</param>
/// <param name="Vendors">The vendors that are on.</param>
/// <param name="IdleVendors">The names of those that are off.</param>
/// <param name="StagedRetries">Those that have not ended.</param>
/// <param name="Missing">Why the ledger's part is missing; null where it is not.</param>
internal sealed record OverviewAnswer(
    HealthAnswer Health,
    IReadOnlyList<VendorOverview> Vendors,
    IReadOnlyList<string> IdleVendors,
    IReadOnlyList<StagedRetryAnswer> StagedRetries,
    string? Missing)
{
    /// <summary>The same as long as nothing of it changes.</summary>
    [JsonIgnore]
    public string Version => field ??= Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, HostingJson.Default.OverviewAnswer)));
}

/// <param name="Name">The vendor's name.</param>
/// <param name="Totals">Over all workers; null where the ledger cannot be asked, or has had nothing of it yet.</param>
/// <param name="Accounts">Its accounts in this worker.</param>
internal sealed record VendorOverview(string Name, LedgerTotals? Totals, IReadOnlyList<AccountOverview> Accounts);

/// <param name="Name">The account's name.</param>
/// <param name="State">Its state; null where this worker has sent nothing for it yet.</param>
internal sealed record AccountOverview(string Name, AccountState? State);
