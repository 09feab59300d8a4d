using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Messaging.VendorSimulator.Accounts;
using Microsoft.Extensions.Primitives;

namespace Messaging.VendorSimulator.Calls;

/// <summary>
/// Admits a call when its application id, timestamp and signature are right and the account is within its rate.
/// </summary>
/// <param name="vendor">The vendor, whose journal counts refused signatures.</param>
/// <param name="rules">How it authenticates its callers; the signature is in the parameter <c>sign</c>.</param>
/// <param name="time">The clock of timestamps.</param>
public sealed class CallAdmission(SimulatedVendor vendor, CallRules rules, TimeProvider time)
{
    private const string SignName = "sign";

    /// <summary>Admits a call, or says why not.</summary>
    /// <param name="sent">The parameters of the call: its query or its form.</param>
    /// <param name="account">Who made it; also where it is refused for what the account did.</param>
    /// <param name="refusal">Why it is refused.</param>
    public bool TryAdmit(
        IEnumerable<KeyValuePair<string, StringValues>> sent,
        [NotNullWhen(true)] out Account? account,
        out Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(sent);
        // Names are compared as they are written: ASP.NET Core's own collections would take "appid" for "appId".
        var parameters = sent.ToDictionary(
            parameter => parameter.Key, parameter => parameter.Value.ToString(), StringComparer.Ordinal);
        account = vendor.FindAccount(parameters.GetValueOrDefault(rules.AppIdName));
        refusal = account is null ? Refusal.UnknownAppId : Check(parameters, account);
        if (refusal == Refusal.InvalidSignature)
            vendor.Journal.Counts.SignatureFailure();
        return refusal == Refusal.None;
    }

    private Refusal Check(Dictionary<string, string> parameters, Account account)
    {
        if (!IsCurrent(parameters.GetValueOrDefault("timestamp")))
            return Refusal.InvalidTimestamp;
        if (!parameters.Remove(SignName, out var sign)
            || !sign.Equals(rules.Sign(parameters, account.Secret), StringComparison.Ordinal))
        {
            return Refusal.InvalidSignature;
        }

        return account.TryCall() ? Refusal.None : Refusal.TooFast;
    }

    private bool IsCurrent(string? timestamp)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent))
            return false;
        // Both in whole units: the caller's clock is cut off in the same way.
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / rules.TimestampUnit.Ticks;
        return Math.Abs(now - sent) <= rules.TimestampWindow.Ticks / rules.TimestampUnit.Ticks;
    }
}
