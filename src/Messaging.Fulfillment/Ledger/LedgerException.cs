namespace Messaging.Fulfillment.Ledger;

/// <summary>The ledger cannot be used as it is configured.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner);
