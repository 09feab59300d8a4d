using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Messaging.Worker.Management;

/// <summary>Passwords of people: kept as ASP.NET Core Identity keeps them, PBKDF2 with a salt each.</summary>
internal static class Password
{
    /// <summary>In characters; NIST SP 800-63B asks for 8, and 15 where nothing else is asked for.</summary>
    public const int Shortest = 15;

    /// <summary>In characters: what is longer is not even hashed.</summary>
    public const int Longest = 256;

    private const int RandomBytes = 18;

    /// <summary>A format byte, three numbers, a salt and a key: what the hasher writes.</summary>
    private const int ShortestHash = 1 + (3 * sizeof(uint)) + 16 + 32;

    private const byte Format = 0x01;

    /// <summary>With SHA-512; as many rounds as OWASP's Password Storage Cheat Sheet asks for.</summary>
    private static readonly PasswordHasher<string> Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    /// <summary>What is compared with where there is nobody of a name: it takes as long.</summary>
    private static readonly Lazy<string> Nobodys = new(() => Hash(Create()));

    /// <summary>A new one, too random to be guessed.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <summary>Whether it is somebody's. Takes as long where there is nobody.</summary>
    /// <param name="password">What was typed.</param>
    /// <param name="user">Whose it is to be; null for nobody.</param>
    public static bool Verify(string password, UserOptions? user) =>
        Hasher.VerifyHashedPassword("", user?.PasswordHash ?? Nobodys.Value, password)
            is not PasswordVerificationResult.Failed
        && user is not null;

    /// <summary>Whether a text can be the hash of a password.</summary>
    public static bool IsHash(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && length >= ShortestHash
            && bytes[0] == Format;
    }
}
