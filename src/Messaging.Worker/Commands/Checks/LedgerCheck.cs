using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Hosting;

namespace Messaging.Worker.Commands.Checks;

/// <summary>Opens the ledger's database, and says how far its schema is.</summary>
internal static class LedgerCheck
{
    public static async Task<Finding> RunAsync(LedgerOptions ledger, CancellationToken cancellationToken)
    {
        var where = LedgerAddress.Describe(ledger);
        try
        {
            var schema = await LedgerSchema.ReadAsync(ledger, cancellationToken);
            var version = schema.Version is null ? "no schema yet" : $"schema {schema.Version}";
            var pending = schema.Pending.Count == 0 ? "" : $"; the next start runs {string.Join(", ", schema.Pending)}";
            return new(FindingState.Ok, "ledger", $"{where}: {version}{pending}");
        }
        catch (LedgerException e)
        {
            return new(FindingState.Problem, "ledger", $"{where}: {e.Message}");
        }
    }
}
