namespace Messaging.VendorSimulator.Faults;

/// <summary>Numbers a vendor's calls, from 1, and says what befalls each.</summary>
internal sealed class FaultPlan(string vendor, FaultProfile profile)
{
    private readonly SeededDraw _draw = new(profile.Seed, vendor);
    private long _calls;

    public FaultProfile Profile => profile;

    public CallFaults Next() => new(profile, _draw, Interlocked.Increment(ref _calls));
}
