using Messaging.Fulfillment.Settings;

namespace Messaging.Fulfillment.Results;

/// <summary>How results reach the bus, from the section <c>Bus</c>.</summary>
public sealed class ResultOptions : IValidatedSettings
{
    /// <summary>The body of a result. Default: <see cref="ResultFormat.Envelope"/>.</summary>
    public ResultFormat Output { get; set; } = ResultFormat.Envelope;

    /// <summary>Results on their way to the broker at the same time, 1 to 10,000. Default: 500.</summary>
    public int MaxResultsInFlight { get; set; } = 500;

    /// <summary>How long the broker may take to confirm a result before it is published again. Default: 30 s.</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// True: a result that no queue is bound for counts as not published; it is kept and tried again until a subscriber
    /// has bound one, and the other results of its vendor wait behind it. False: the broker drops it, by its own rules.
    /// RabbitMQ only. Default: false.
    /// </summary>
    public bool RequireSubscriber { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors(string path)
    {
        if (!Enum.IsDefined(Output))
            yield return $"{path}:Output: '{Output}' is not one of {string.Join(", ", Enum.GetNames<ResultFormat>())}.";
        if (MaxResultsInFlight is < 1 or > 10_000)
            yield return $"{path}:MaxResultsInFlight: {MaxResultsInFlight} is outside 1 to 10,000.";
        if (ConfirmTimeout <= TimeSpan.Zero || ConfirmTimeout > TimeSpan.FromMinutes(10))
            yield return $"{path}:ConfirmTimeout: {ConfirmTimeout} is outside 0 to 10 minutes.";
    }
}
