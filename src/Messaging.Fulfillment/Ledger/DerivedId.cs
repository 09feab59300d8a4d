using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Messaging.Fulfillment.Ledger;

/// <summary>An id made from another: a UUID of version 5 (RFC 9562) whose name is the other's text.</summary>
internal static class DerivedId
{
    /// <param name="space">The name space.</param>
    /// <param name="id">The other id.</param>
    [SuppressMessage(
        "Security", "CA5350", Justification = "UUID version 5 is defined with SHA-1; nothing is protected by it.")]
    public static Guid Create(Guid space, Guid id)
    {
        Span<byte> text = stackalloc byte[36];
        id.TryFormat(text, out _);
        Span<byte> input = stackalloc byte[16 + 36];
        space.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input[16..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
