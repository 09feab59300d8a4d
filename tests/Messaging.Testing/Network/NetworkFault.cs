namespace Messaging.Testing.Network;

/// <summary>What a network does to those who talk across it.</summary>
public enum NetworkFault
{
    /// <summary>Every packet is lost: nothing passes, nobody connects. What was sent arrives when it is over.</summary>
    Drop,

    /// <summary>The connections of this moment fall silent for good and stay open; new ones work.</summary>
    HalfOpen,

    /// <summary>What passes is late, and little at a time.</summary>
    Slow,

    /// <summary>The connections of this moment are reset; new ones work.</summary>
    Reset,
}
