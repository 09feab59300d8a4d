namespace Messaging.Fulfillment.Intake;

/// <summary>The names of the queues that order events come by.</summary>
internal static class OrderQueue
{
    /// <summary>What they have in common.</summary>
    public const string Prefix = "fulfillment-";

    public static string Of(string vendor) => Prefix + vendor;
}
