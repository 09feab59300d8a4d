namespace Messaging.VendorSimulator.Faults;

/// <summary>A fault of a whole call.</summary>
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
