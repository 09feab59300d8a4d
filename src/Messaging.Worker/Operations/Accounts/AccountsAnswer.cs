using Messaging.Fulfillment.Dispatch.Accounts;

namespace Messaging.Worker.Operations.Accounts;

/// <summary>The accounts that this worker has sent something for.</summary>
internal sealed record AccountsAnswer(IReadOnlyList<AccountState> Accounts);
