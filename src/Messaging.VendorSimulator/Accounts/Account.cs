namespace Messaging.VendorSimulator.Accounts;

/// <summary>An account that made a call; its secret is not shown.</summary>
public sealed class Account
{
    private readonly AccountSettings _settings;
    private readonly TokenBucket? _bucket;

    internal Account(string appId, AccountSettings settings, TimeProvider time)
    {
        _settings = settings;
        _bucket = settings.CallsPerSecond is { } rate ? new TokenBucket(rate, time) : null;
        AppId = appId;
    }

    /// <summary>The application id.</summary>
    public string AppId { get; }

    internal string Secret => _settings.Secret;

    /// <summary>How long the caller of a refused call is told to wait.</summary>
    public TimeSpan RetryAfter => TimeSpan.FromSeconds(Math.Ceiling(1 / (_settings.CallsPerSecond ?? 1)));

    internal bool TryCall() => _bucket is null || _bucket.TryTake();

    internal bool SellsAs(string? sellerNick) =>
        _settings.SellerNick is null || _settings.SellerNick.Equals(sellerNick, StringComparison.Ordinal);
}
