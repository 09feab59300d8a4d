using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Messaging.VendorSimulator.Accounts;
using Microsoft.Extensions.Primitives;

namespace Messaging.VendorSimulator.Calls;

/// <summary>
/// Admits a call when its application id, timestamp and signature are right and the account is within its rate.
/// </summary>
internal sealed class CallAdmission(SimulatedVendor vendor, CallRules rules, TimeProvider time)
{
    private const string SignName = "sign";

    public bool TryAdmit(
        IEnumerable<KeyValuePair<string, StringValues>> sent,
        [NotNullWhen(true)] out Account? account,
        out Refusal refusal)
    {
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
