using Messaging.Fulfillment.Dispatch.Accounts;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>A dispatcher of any order event, so that all of them can be stopped or asked together.</summary>
internal interface IDispatcher
{
    string Vendor { get; }

    /// <summary>The states of its accounts.</summary>
    IEnumerable<AccountState> Accounts { get; }

    /// <summary>How long a call in flight can take at the most.</summary>
    TimeSpan LongestCall { get; }

    /// <summary>
    /// Claims nothing more, starts no more calls, and waits until those in flight are answered, settled and published.
    /// Orders that still wait for a call are left to the ledger.
    /// </summary>
    Task DrainAsync(CancellationToken cancellationToken);
}
