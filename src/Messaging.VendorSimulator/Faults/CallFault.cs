namespace Messaging.VendorSimulator.Faults;

/// <summary>A fault of a whole call.</summary>
public enum CallFault
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>HTTP 500, nothing applied.</summary>
    ServerError,

    /// <summary>HTTP 429, nothing applied.</summary>
    TooManyRequests,

    /// <summary>The connection is cut, nothing applied.</summary>
    DropBefore,

    /// <summary>The connection is cut after the change.</summary>
    DropAfter,

    /// <summary>HTTP 200 with HTML, nothing applied.</summary>
    GarbageBefore,

    /// <summary>HTTP 200 with HTML after the change.</summary>
    GarbageAfter,

    /// <summary>Applied; the answer says nothing of its orders: the endpoint sees to it.</summary>
    NullData,

    /// <summary>The vendor is away.</summary>
    Down,
}
