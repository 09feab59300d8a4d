namespace Messaging.VendorSimulator.Faults;

/// <summary>What befalls a whole call.</summary>
internal enum CallFault
{
    None,
    ServerError,
    TooManyRequests,
    DropBefore,
    DropAfter,
    GarbageBefore,
    GarbageAfter,
    NullData,
    Down,
}
