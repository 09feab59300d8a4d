using Messaging.Fulfillment.Dispatch.Limiting;

namespace Messaging.Fulfillment.Dispatch.Sharing;

/// <summary>What a worker gets of an account that it shares with others.</summary>
/// <param name="Now">The ledger's time.</param>
/// <param name="Calls">How many calls it may send.</param>
/// <param name="Wait">How long it is from <paramref name="Now"/> to the first; zero or less: it may leave.</param>
/// <param name="Spacing">When each of the others leaves, counted from the one before.</param>
/// <param name="InFlight">How many calls it may have in flight, for <see cref="AccountSharing.Term"/>.</param>
/// <param name="MayProbe">Whether it is the one to probe the suspended account.</param>
/// <param name="IsScarce">Whether all workers together want more calls in flight than there may be.</param>
/// <param name="Concurrency">How many calls may be in flight in all workers, as far as is known.</param>
/// <param name="Suspension">Why the account is suspended, with the ledger's times; null where it is not.</param>
/// <param name="Version">The suspension's version.</param>
internal sealed record AccountGrant(
    DateTimeOffset Now,
    int Calls,
    TimeSpan Wait,
    TimeSpan Spacing,
    int InFlight,
    bool MayProbe,
    bool IsScarce,
    double Concurrency,
    Suspension? Suspension,
    long Version);
