namespace Messaging.VendorSimulator.Accounts;

internal sealed class Account(string appId, AccountSettings settings, TimeProvider time)
{
    private readonly TokenBucket? _bucket = settings.CallsPerSecond is { } rate ? new TokenBucket(rate, time) : null;

    public string AppId => appId;

    public string Secret => settings.Secret;

    /// <summary>How long the caller of a refused call is told to wait.</summary>
    public TimeSpan RetryAfter => TimeSpan.FromSeconds(Math.Ceiling(1 / (settings.CallsPerSecond ?? 1)));

    public bool TryCall() => _bucket is null || _bucket.TryTake();

    public bool SellsAs(string? sellerNick) =>
        settings.SellerNick is null || settings.SellerNick.Equals(sellerNick, StringComparison.Ordinal);
}
