namespace Messaging.Fulfillment.Intake;

/// <summary>The names of the queues that order events arrive in.</summary>
internal static class OrderQueue
{
    /// <summary>How all of them begin.</summary>
    public const string Prefix = "fulfillment-";

    public static string GetName(string vendor) => Prefix + vendor;
}
