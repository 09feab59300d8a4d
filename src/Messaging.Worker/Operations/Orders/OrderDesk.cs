using Messaging.Fulfillment.Dispatch.Accounts;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Words;

namespace Messaging.Worker.Operations.Orders;

/// <summary>Answers "why has order X not shipped?"</summary>
internal sealed class OrderDesk(ILedgerReports ledger, AccountStates accounts, TimeProvider time)
{
    /// <summary>An order's events, each explained; without any where the ledger knows none.</summary>
    /// <param name="orderNo">The order's number, exactly.</param>
    /// <param name="language">The language of the explanations.</param>
    /// <param name="cancellationToken">Who asks has gone.</param>
    public async Task<OrderAnswer> FindAsync(string orderNo, Language language, CancellationToken cancellationToken)
    {
        var events = await LedgerQuestion.AskAsync(
            token => ledger.FindAsync(orderNo, token), time, cancellationToken);
        var states = accounts.List();
        var now = time.GetUtcNow();
        return new(orderNo, [.. events.Select(Answer)]);

        OrderEventAnswer Answer(OrderStatus status) => OrderEventAnswer.From(
            status, OrderExplanation.Explain(status, FindAccount(status, states), now, language));
    }

    private static AccountState? FindAccount(OrderStatus status, IReadOnlyList<AccountState> accounts) =>
        accounts.FirstOrDefault(account => account.Vendor.Equals(status.Vendor, StringComparison.Ordinal)
            && account.Account.Equals(status.Account, StringComparison.OrdinalIgnoreCase));
}
