namespace Messaging.Worker.Operations.DeadLetters;

/// <summary>A queue beside a vendor's, with messages that were put aside from there.</summary>
/// <param name="Name">Its name, which is that of the exchange before it, too.</param>
/// <param name="Origin">The vendor's queue, and the exchange before that.</param>
internal sealed record DeadLetterQueue(string Name, string Origin)
{
    private static readonly string[] Suffixes = ["_error", "_skipped", "_undelivered"];

    /// <summary>All such queues of these vendors; not each of them has to exist.</summary>
    public static IEnumerable<DeadLetterQueue> List(IEnumerable<string> vendors) =>
        from vendor in vendors
        let origin = $"fulfillment-{vendor}"
        from suffix in Suffixes
        select new DeadLetterQueue(origin + suffix, origin);
}
