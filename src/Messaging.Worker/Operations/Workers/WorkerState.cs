using System.Text.Json.Serialization;

namespace Messaging.Worker.Operations.Workers;

/// <summary>How a worker is, by its lease.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerState>))]
internal enum WorkerState
{
    /// <summary>It renews its lease in time.</summary>
    [JsonStringEnumMemberName("working")]
    Working,

    /// <summary>It takes no more, and finishes what it has.</summary>
    [JsonStringEnumMemberName("stopping")]
    Stopping,

    /// <summary>It has missed a renewal.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>Its lease has ended, and nobody has taken over what it held.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,

    /// <summary>Its lease has ended, and another worker has taken over what it held.</summary>
    [JsonStringEnumMemberName("takenOver")]
    TakenOver,
}
