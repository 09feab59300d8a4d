using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Why an order event waits in the ledger.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitReason>))]
public enum WaitReason
{
    /// <summary>It is due: it waits for its account, which is held, suspended or busy, or for a worker.</summary>
    [JsonStringEnumMemberName("due")]
    Due,

    /// <summary>Its time to be tried again has not come.</summary>
    [JsonStringEnumMemberName("later")]
    Later,

    /// <summary>Another event of its order comes first.</summary>
    [JsonStringEnumMemberName("behind")]
    Behind,
}
