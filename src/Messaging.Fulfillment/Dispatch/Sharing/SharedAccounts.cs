using System.Collections.Concurrent;
using Messaging.Fulfillment.Dispatch.Limiting;
using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch.Sharing;

/// <summary>
/// Asks the ledger for what a vendor's accounts need, all that need something at once, and hears from it which of them
/// other workers have suspended.
/// </summary>
/// <param name="vendor">The vendor.</param>
/// <param name="store">Where the accounts' records are.</param>
/// <param name="lease">While it is not held no call leaves, and nothing is asked for.</param>
/// <param name="time">The accounts' clock.</param>
internal sealed partial class SharedAccounts(
    string vendor, IAccountStore store, ILease lease, TimeProvider time, ILogger<SharedAccounts> logger)
{
    /// <summary>How often those are looked at that wait for others to leave something, or whose share lapses.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How soon those are asked for again whose records another worker was changing: that takes it milliseconds.
    /// </summary>
    private static readonly TimeSpan ShortTick = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan ListInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<AccountKey, Member> _members = [];
    private readonly ConcurrentQueue<AccountShare> _asking = new();
    private readonly AsyncAutoResetEvent _asked = new();
    private readonly HashSet<AccountShare> _later = [];
    private readonly List<Member> _leftOut = [];
    private long _ticked = time.GetTimestamp();
    private long? _listed;

    /// <summary>Why accounts are suspended, by their names in any spelling; as last heard.</summary>
    public IReadOnlyDictionary<string, Suspension> Suspended { get; private set; } =
        new Dictionary<string, Suspension>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why another worker has suspended an account, as last heard; null where none has.</summary>
    public Suspension? Find(string account) => Suspended.GetValueOrDefault(account);

    /// <summary>Begins to share an account.</summary>
    /// <param name="account">Its name.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="callsDue">How many calls could leave now.</param>
    public AccountShare Open(string account, Func<VendorLimits> limits, Func<int> callsDue) =>
        new(KeyOf(account), store.Worker, limits, callsDue, Ask, time);

    /// <summary>Adds the account's limiter, which has such a share.</summary>
    /// <param name="limiter">The limiter.</param>
    /// <param name="heard">Called when others have suspended the account, or ended that.</param>
    public void Add(AccountLimiter limiter, Action heard)
    {
        var member = new Member(limiter, heard);
        _members[member.Share.Key] = member;
        member.Share.Ask();
    }

    /// <summary>Goes on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _asked.WaitAsync(GetTimeToNext(), time, cancellationToken);
                if (!lease.HoldsLease)
                    continue;
                await ShareAsync(FindAsking(), cancellationToken);
                await ListAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Nothing would be sent any more if it ended here.
                LogFailed(e, vendor);
                await Task.Delay(PauseAfterFault, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private TimeSpan GetTimeToNext() =>
        _leftOut.Count > 0 ? ShortTick
        : _later.Count > 0 || _members.Values.Any(member => member.Limiter.IsBusy) ? Tick
        : ListInterval;

    /// <summary>Those that have asked, and at each tick those that have to ask again.</summary>
    private HashSet<Member> FindAsking()
    {
        HashSet<Member> asking = [.. _leftOut];
        _leftOut.Clear();
        var isTick = time.GetElapsedTime(_ticked) >= Tick;
        if (isTick)
        {
            _ticked = time.GetTimestamp();
            asking.UnionWith(
                _members.Values.Where(member => member.Limiter.NeedsToAsk || _later.Contains(member.Share)));
            _later.Clear();
        }

        while (_asking.TryDequeue(out var share))
        {
            // What others have to leave first is not there sooner for asking again.
            if (!_members.TryGetValue(share.Key, out var member))
                continue;
            if (member.WasShort && !isTick)
                _later.Add(share);
            else
                asking.Add(member);
        }

        return asking;
    }

    private async Task ShareAsync(HashSet<Member> asking, CancellationToken cancellationToken)
    {
        if (asking.Count == 0)
            return;
        var demands = asking.ToDictionary(member => member.Share.Key, member => member.Limiter.Tell());
        var grants = new Dictionary<AccountKey, AccountGrant>();
        await store.ChangeAccountsAsync(
            demands.Keys,
            (key, record, now) =>
            {
                (var account, grants[key]) = AccountSharing.Share(SharedAccount.From(record), demands[key], now);
                return account.ToRecord();
            },
            cancellationToken);
        foreach (var member in asking)
        {
            if (!grants.TryGetValue(member.Share.Key, out var grant))
            {
                _leftOut.Add(member);
                continue;
            }

            if (member.Limiter.Receive(grant))
                member.Heard();
            member.WasShort = member.Limiter.IsShort;
        }
    }

    /// <summary>Workers may spell an account in different ways.</summary>
    private AccountKey KeyOf(string account) => new(vendor, account.ToUpperInvariant());

    private void Ask(AccountShare share)
    {
        _asking.Enqueue(share);
        _asked.Set();
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        if (_listed is { } listed && time.GetElapsedTime(listed) < ListInterval)
            return;
        var (records, now) = await store.ListSuspendedAsync(vendor, cancellationToken);
        _listed = time.GetTimestamp();
        var difference = time.GetUtcNow() - now;
        var suspended = new Dictionary<string, Suspension>(StringComparer.OrdinalIgnoreCase);
        foreach (var (account, record) in records)
        {
            var shared = SharedAccount.From(record);
            // The record says so until somebody asks for a call.
            if (shared.Suspension is not { } suspension || suspension.IsOver(suspension.GetState(now)))
                continue;
            suspended.Add(account, suspension.Shift(difference));
            if (_members.TryGetValue(new(vendor, account), out var member)
                && member.Limiter.Hear(suspension, shared.Version, now))
            {
                member.Heard();
            }
        }

        // One that is not listed any more is told so when it asks.
        foreach (var member in _members.Values)
        {
            if (member.Limiter.Status.Suspension is not null && !suspended.ContainsKey(member.Share.Key.Account))
                member.Share.Ask();
        }

        Suspended = suspended;
    }

    private sealed class Member(AccountLimiter limiter, Action heard)
    {
        public AccountLimiter Limiter => limiter;

        public AccountShare Share { get; } = limiter.Share!;

        public Action Heard => heard;

        /// <summary>Whether it did not get what it needs.</summary>
        public bool WasShort { get; set; }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The quota of {Vendor}'s accounts could not be shared with other workers; tried again in a second")]
    private partial void LogFailed(Exception exception, string vendor);
}
