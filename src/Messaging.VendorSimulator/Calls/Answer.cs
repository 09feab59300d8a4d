using System.Runtime.InteropServices;

namespace Messaging.VendorSimulator.Calls;

/// <summary>A vendor's answer to a call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Answer(int Status, byte[] Json)
{
    /// <summary>Whether the call was refused as a whole, none of its orders looked at.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>How long the caller is told to wait, in <c>Retry-After</c>. Default: nothing is said.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
