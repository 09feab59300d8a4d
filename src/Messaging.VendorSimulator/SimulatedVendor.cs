using System.Collections.Frozen;
using Messaging.VendorSimulator.Accounts;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Journal;

namespace Messaging.VendorSimulator;

/// <summary>One vendor: its accounts, how it misbehaves, and what it did. Thread-safe.</summary>
public sealed class SimulatedVendor
{
    private readonly TimeProvider _time;
    private volatile FrozenDictionary<string, Account> _accounts = FrozenDictionary<string, Account>.Empty;
    private volatile FaultPlan _faultPlan;

    internal SimulatedVendor(
        string name, IReadOnlyDictionary<string, AccountSettings> accounts, FaultProfile faults, TimeProvider time)
    {
        _time = time;
        _faultPlan = new FaultPlan(name, faults);
        Name = name;
        Journal = new VendorJournal(name);
        ReplaceAccounts(accounts);
    }

    /// <summary>Its name, lower case.</summary>
    public string Name { get; }

    /// <summary>What it did, per order and in total.</summary>
    public VendorJournal Journal { get; }

    /// <summary>How it misbehaves. Setting it starts the sequence of faults over.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names every one.</exception>
    public FaultProfile Faults
    {
        get => _faultPlan.Profile;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            ThrowIfAny(value.FindErrors(nameof(Faults)), nameof(value));
            _faultPlan = new FaultPlan(Name, value);
        }
    }

    internal FaultPlan FaultPlan => _faultPlan;

    /// <summary>Replaces all accounts: calls signed with a secret that is no longer known are refused.</summary>
    /// <param name="accounts">The accounts by application id.</param>
    /// <exception cref="ArgumentException">An account has no secret, or a rate that is not above 0.</exception>
    public void ReplaceAccounts(IReadOnlyDictionary<string, AccountSettings> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        ThrowIfAny(AccountSettings.FindErrors(accounts, Name), nameof(accounts));
        _accounts = accounts.ToFrozenDictionary(
            account => account.Key, account => new Account(account.Key, account.Value, _time), StringComparer.Ordinal);
    }

    internal Account? FindAccount(string? appId) => appId is null ? null : _accounts.GetValueOrDefault(appId);

    private static void ThrowIfAny(IEnumerable<string> errors, string parameter)
    {
        var all = string.Join(Environment.NewLine, errors);
        if (all.Length > 0)
            throw new ArgumentException(all, parameter);
    }
}
