namespace Messaging.Fulfillment.Dispatch;

/// <summary>What those need who ask or stop the dispatchers, whatever they dispatch.</summary>
internal interface IDispatcher
{
    string Vendor { get; }

    /// <summary>How its accounts stand.</summary>
    IEnumerable<AccountState> Accounts { get; }

    /// <summary>How long a call on the wire can take at the most.</summary>
    TimeSpan LongestCall { get; }

    /// <summary>
    /// Claims nothing more, starts no more calls, and waits until those on the wire are answered, settled and published. Orders that still
    /// wait for a call are left to the ledger.
    /// </summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
