namespace Messaging.VendorSimulator.Faults;

/// <summary>Numbers a vendor's calls, from 1, and chooses the faults of each.</summary>
internal sealed class FaultPlan(string vendor, FaultProfile profile)
{
    private readonly SeededDraw _draw = new(profile.Seed, vendor);
    private readonly (CallFault Fault, double Share)[] _shares = profile.CallShares();
    private long _calls;

    public FaultProfile Profile => profile;

    public CallFaults Next()
    {
        var call = Interlocked.Increment(ref _calls);
        return new(profile, _draw, call, profile.Down ? CallFault.Down : Choose(_draw.Next(call, DrawPurpose.Call)));
    }

    private CallFault Choose(double draw)
    {
        foreach (var (fault, share) in _shares)
        {
            draw -= share;
            if (draw < 0)
                return fault;
        }

        return CallFault.None;
    }
}
