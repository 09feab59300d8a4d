using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.Fulfillment.Dispatch.Governing;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// The lanes of a vendor's accounts, side by side: none waits for another. Says which of them want no more orders, and gives back those of one
/// that was closed.
/// </summary>
/// <param name="vendor">The vendor.</param>
/// <param name="settings">Its settings.</param>
/// <param name="open">Makes the lane of an account around its governor.</param>
/// <param name="park">Takes the orders of an account that was closed.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told which account is closed, why, since when, and what happens next.</param>
internal sealed partial class AccountLanes<TEvent>(
    string vendor,
    VendorSettings<TEvent> settings,
    Func<string, CallGovernor, AccountLane<TEvent>> open,
    Action<IReadOnlyList<InFlightOrder<TEvent>>, Closure> park,
    TimeProvider time,
    ILogger logger)
    where TEvent : class, IOrderEvent
{
    private readonly ConcurrentDictionary<string, Lazy<AccountLane<TEvent>>> _lanes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called when an account wants orders again that are kept in the ledger.</summary>
    public WakeUp MoreRoom { get; } = new();

    /// <summary>How the configured accounts stand that were sent something.</summary>
    public IEnumerable<GovernorStatus> Statuses
    {
        get
        {
            var configured = Configured();
            return Opened.Where(lane => configured.Contains(lane.Key)).Select(lane => lane.Value.Governor.Status);
        }
    }

    /// <summary>
    /// The accounts whose orders are to stay in the ledger for now: they are closed, or have enough here already. One that is about to be
    /// probed gets orders, if it has none.
    /// </summary>
    public IReadOnlyCollection<string> OnHold =>
        [.. Opened.Where(lane => lane.Value.HasEnough || IsHeldBack(lane.Value)).Select(lane => lane.Key)];

    private IEnumerable<KeyValuePair<string, AccountLane<TEvent>>> Opened =>
        _lanes.Where(lane => lane.Value.IsValueCreated).Select(lane => KeyValuePair.Create(lane.Key, lane.Value.Value));

    public void Enqueue(string account, IReadOnlyList<InFlightOrder<TEvent>> orders)
    {
        var lane = _lanes.GetOrAdd(account, name => new(() => Open(name))).Value;
        lane.Enqueue(orders);
        ParkIfClosed(lane);
    }

    /// <summary>Nothing more is coming: calls that wait for company are to leave.</summary>
    public void LookAgain()
    {
        foreach (var (_, lane) in Opened)
            lane.LookAgain();
    }

    /// <summary>The settings have changed: what was closed for them is tried at once.</summary>
    public void ProbeNow()
    {
        foreach (var (_, lane) in Opened)
            lane.Governor.ProbeNow();
        MoreRoom.Call();
    }

    /// <summary>Takes the orders of all accounts back.</summary>
    public IReadOnlyList<InFlightOrder<TEvent>> TakeAll() => [.. Opened.SelectMany(lane => lane.Value.TakeAll())];

    /// <summary>How the accounts stand, for operators; one that is no longer configured only while orders wait for it here.</summary>
    public IEnumerable<AccountState> Describe()
    {
        var configured = Configured();
        return Opened.Where(lane => configured.Contains(lane.Key) || lane.Value.Count > 0).Select(Describe);
    }

    private AccountState Describe(KeyValuePair<string, AccountLane<TEvent>> opened)
    {
        var (account, lane) = opened;
        var status = lane.Governor.Status;
        return new AccountState(
            vendor,
            account,
            status.State.ToString(),
            status.Closure?.Since,
            status.Closure?.Until,
            status.Closure?.Reason,
            status.Closure?.Next(vendor, account),
            lane.Count,
            status.OnTheWire,
            status.Concurrency);
    }

    private HashSet<string> Configured() => settings.Current.AccountNames.ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsHeldBack(AccountLane<TEvent> lane)
    {
        var status = lane.Governor.Status;
        var lacksProbe = status is { State: GateState.Probing, OnTheWire: 0 } && lane.Count == 0;
        return status.HoldsOrdersBack && !lacksProbe;
    }

    private AccountLane<TEvent> Open(string account) =>
        open(account, new(() => settings.Current, time, Random.Shared.NextDouble, change => OnGateChanged(account, change)));

    private void OnGateChanged(string account, GateChange change)
    {
        LogLevel level;
        if (change.Now is not { } closure)
        {
            level = LevelOf(change.Before!);
            var closed = change.At - change.Before!.Since;
            LogOpen(logger, level, vendor, account, closed);
            MoreRoom.Call();
            return;
        }

        // The first line alarms; those that follow say that it goes on.
        level = change.Before is null || change.Before.Cause != closure.Cause ? LevelOf(closure) : LogLevel.Information;
        var next = closure.Next(vendor, account);
        LogClosed(logger, level, vendor, account, closure.Since, closure.Reason, next);
        if (_lanes.TryGetValue(account, out var lane))
            ParkIfClosed(lane.Value);
    }

    private void ParkIfClosed(AccountLane<TEvent> lane)
    {
        if (lane.Governor.Status is { HoldsOrdersBack: true, Closure: { } closure })
            park(lane.GiveBack(), closure);
    }

    private static LogLevel LevelOf(Closure closure) => closure.Cause switch
    {
        ClosureCause.Account => LogLevel.Error,
        ClosureCause.RateLimit => LogLevel.Information,
        _ => LogLevel.Warning,
    };

    [LoggerMessage(Message = "Account {Account} of {Vendor} is closed since {Since:O}: {Reason}. Its orders wait; {Next}")]
    private static partial void LogClosed(ILogger logger, LogLevel level, string vendor, string account, DateTimeOffset since, string reason, string next);

    [LoggerMessage(Message = "Account {Account} of {Vendor} is open again after {Closed}")]
    private static partial void LogOpen(ILogger logger, LogLevel level, string vendor, string account, TimeSpan closed);
}
