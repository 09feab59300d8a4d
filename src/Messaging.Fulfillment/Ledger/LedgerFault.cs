namespace Messaging.Fulfillment.Ledger;

/// <summary>What a failed database operation means for the one who waits for it.</summary>
internal enum LedgerFault
{
    /// <summary>Ours or the operator's; trying again changes nothing.</summary>
    Mistake,

    /// <summary>Another transaction was faster; try again at once.</summary>
    Conflict,

    /// <summary>The database cannot be reached or cannot work; try again until it can.</summary>
    Unreachable,
}
