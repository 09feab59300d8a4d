using RabbitMQ.Client;

namespace Messaging.Chaos.BadMessages;

/// <summary>A message that a careless publisher sends, or a hostile one.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Exchange">Where it is published.</param>
/// <param name="Body">Its body.</param>
/// <param name="Properties">Its properties; a header marks it, so that it is found again where it is put aside.</param>
/// <param name="EventId">
/// The event id that can be read in it and stands for nothing else: it has to be answered. Null: it is put aside.
/// </param>
public sealed record BadMessage(
    string Kind, string Exchange, byte[] Body, BasicProperties Properties, Guid? EventId)
{
    /// <summary>The header that marks it.</summary>
    public const string Mark = "x-bad-message";
}
