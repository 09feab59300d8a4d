namespace Messaging.VendorSimulator.Faults;

/// <summary>
/// Evenly spread numbers from 0 to 1 that depend only on the seed, the vendor and what is drawn: unlike a shared random
/// generator it gives call number 17 the same number whichever thread asks, and when.
/// </summary>
internal sealed class SeededDraw
{
    private readonly ulong _stream;

    public SeededDraw(int seed, string vendor)
    {
        _stream = Mix((uint)seed);
        foreach (var letter in vendor)
            _stream = Mix(_stream ^ letter);
    }

    public double Next(long call, DrawPurpose what, int position = 0)
    {
        var bits = Mix(Mix(Mix(_stream ^ (ulong)call) ^ (ulong)what) ^ (uint)position);
        return (bits >> 11) * (1.0 / (1UL << 53));
    }

    // The finalizer of SplitMix64: each bit of the input changes about half of the bits of the output.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
