namespace Messaging.Fulfillment.Ledger;

/// <summary>What a failed database operation means for its caller.</summary>
internal enum LedgerFault
{
    /// <summary>A mistake in the code or the configuration; trying again changes nothing.</summary>
    Mistake,

    /// <summary>A conflict with another transaction; try again at once.</summary>
    Conflict,

    /// <summary>The database cannot be reached or cannot work; try again until it can.</summary>
    Unreachable,
}
