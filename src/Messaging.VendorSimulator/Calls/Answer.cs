using System.Runtime.InteropServices;

namespace Messaging.VendorSimulator.Calls;

/// <summary>A vendor's answer to a call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Answer(int Status, byte[] Json)
{
    /// <summary>Whether the call was refused as a whole, none of its orders looked at.</summary>
    public bool IsRefusal { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
