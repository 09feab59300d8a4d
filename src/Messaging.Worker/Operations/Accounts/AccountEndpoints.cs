using Messaging.Fulfillment.Dispatch.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Operations.Accounts;

/// <summary>Shows which accounts of the vendors are suspended, why, since when, and what happens next.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api) =>
        api.MapGet("/accounts", List)
            .WithTags("accounts")
            .WithSummary("The vendors' accounts in this worker, and why one is suspended.");

    private static Ok<AccountsAnswer> List(AccountStates accounts) =>
        TypedResults.Ok(new AccountsAnswer(accounts.List()));
}
