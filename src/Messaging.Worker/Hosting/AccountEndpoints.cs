using Messaging.Fulfillment.Dispatch.Accounts;

namespace Messaging.Worker.Hosting;

/// <summary>Shows which accounts of the vendors are suspended, why, since when, and what happens next.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app) => app.MapGet(
        "/accounts", (AccountStates accounts) =>
            Results.Json(new AccountsAnswer(accounts.List()), HostingJson.Wire.AccountsAnswer));
}
