namespace Messaging.Demo;

/// <summary>How the simulated vendors misbehave.</summary>
internal enum FaultLevel
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As on a bad day.</summary>
    Some,

    /// <summary>In every way that the simulator knows.</summary>
    Heavy,
}
