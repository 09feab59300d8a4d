namespace Messaging.Fulfillment.Dispatch.Limiting;

/// <summary>Holds an account to its quota of calls per second. Callers are served in the order of asking.</summary>
internal interface ICallQuota
{
    /// <summary>Waits until the quota takes one more call. A cancelled wait may use up its part of the quota.</summary>
    Task WaitAsync(CancellationToken cancellationToken);
}
