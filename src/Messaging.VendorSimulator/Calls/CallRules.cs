namespace Messaging.VendorSimulator.Calls;

/// <summary>How a vendor authenticates its callers.</summary>
/// <param name="AppIdName">The name of the parameter with the application id.</param>
/// <param name="TimestampUnit">What the timestamp counts since 1970.</param>
/// <param name="TimestampWindow">How far the timestamp may be from now, on either side.</param>
/// <param name="Sign">The signature of the parameters other than <c>sign</c>, with a secret.</param>
public sealed record CallRules(
    string AppIdName,
    TimeSpan TimestampUnit,
    TimeSpan TimestampWindow,
    Func<IReadOnlyDictionary<string, string>, string, string> Sign);
