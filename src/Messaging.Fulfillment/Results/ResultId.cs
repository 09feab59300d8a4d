using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Messaging.Fulfillment.Results;

/// <summary>The identity of a result: a UUID of version 5 (RFC 9562) made from the order event's id.</summary>
internal static class ResultId
{
    /// <summary>The name space of results; part of the contract, never to be changed.</summary>
    private static readonly Guid Namespace = new("6e1a3f0b-2f6c-4e43-9a53-7f3f0b7d9c21");

    /// <summary>The result id of the order event <paramref name="orderEventId"/>.</summary>
    [SuppressMessage(
        "Security", "CA5350", Justification = "UUID version 5 is defined with SHA-1; nothing is protected by it.")]
    public static Guid FromOrderEvent(Guid orderEventId)
    {
        Span<byte> text = stackalloc byte[36];
        orderEventId.TryFormat(text, out _);
        Span<byte> input = stackalloc byte[16 + 36];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input[16..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
