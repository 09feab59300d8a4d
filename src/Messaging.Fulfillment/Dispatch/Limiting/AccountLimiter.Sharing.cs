using Messaging.Fulfillment.Dispatch.Sharing;

namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>The side that the ledger sees, where other workers call the account too.</summary>
internal sealed partial class AccountLimiter
{
    /// <summary>This worker's share of the account; null where it has the account for itself.</summary>
    public AccountShare? Share => share;

    /// <summary>Whether a call waits for what only the ledger can give.</summary>
    public bool IsShort
    {
        get
        {
            lock (_lock)
            {
                return share is not null
                    && (share.Quota.IsShort
                        || (_isWaiting && findHold() is null && _breaker.State is not BreakerState.Open));
            }
        }
    }

    /// <summary>Whether the ledger has to be asked: for what is missing, to keep the share, to tell news.</summary>
    public bool NeedsToAsk
    {
        get
        {
            if (IsShort)
                return true;
            lock (_lock)
                return share?.NeedsToTell(_permits) == true;
        }
    }

    /// <summary>Whether calls are in flight, or wait for what only the ledger can give.</summary>
    public bool IsBusy => IsShort || Status.CallsInFlight > 0;

    /// <summary>What to ask the ledger for.</summary>
    public AccountDemand Tell()
    {
        lock (_lock)
            return share!.Tell(_permits, _breaker, _isWaiting);
    }

    /// <summary>Takes what the ledger gave.</summary>
    /// <returns>True when it brought another suspension, or ended it.</returns>
    public bool Receive(AccountGrant grant)
    {
        BreakerChange? change = null;
        lock (_lock)
        {
            var before = _breaker.Suspension;
            if (share!.Receive(grant, _permits, _breaker))
                change = Changed(before) with { IsHeard = true };
            else
                SignalChange();
        }

        Report(change);
        return change is not null;
    }

    /// <summary>Takes over what the ledger says of the suspension.</summary>
    /// <param name="suspension">Why the account is suspended, with the ledger's times; null where it is not.</param>
    /// <param name="version">Its version.</param>
    /// <param name="now">The ledger's time.</param>
    /// <returns>True when that is news.</returns>
    public bool Hear(Suspension? suspension, long version, DateTimeOffset now)
    {
        BreakerChange? change = null;
        lock (_lock)
        {
            var before = _breaker.Suspension;
            if (share!.Hear(suspension, version, now, _breaker))
                change = Changed(before) with { IsHeard = true };
        }

        Report(change);
        return change is not null;
    }
}
