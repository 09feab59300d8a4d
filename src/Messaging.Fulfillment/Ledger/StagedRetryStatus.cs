using System.Text.Json.Serialization;

namespace Messaging.Fulfillment.Ledger;

/// <summary>Whether a staged retry goes on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StagedRetryStatus>))]
public enum StagedRetryStatus
{
    /// <summary>Workers send stage after stage.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>An operator has it send nothing more until somebody has it go on.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>It has stopped by itself, for the failure came back; an operator may have it go on.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>An operator has ended it.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>It has sent all there was.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,
}
