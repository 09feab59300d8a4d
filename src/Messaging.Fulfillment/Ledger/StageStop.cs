using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Why a staged retry has stopped by itself.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageStop>))]
public enum StageStop
{
    /// <summary>A twentieth of the stage or more failed with the reason and code of the group.</summary>
    [JsonStringEnumMemberName("failureCameBack")]
    FailureCameBack,

    /// <summary>Half of the stage or more failed, for whatever reason.</summary>
    [JsonStringEnumMemberName("halfFailed")]
    HalfFailed,
}
