using System.Runtime.InteropServices;
using MassTransit;

namespace Messaging.Fulfillment.Results.RabbitMq;

/// <summary>The ids that a result travels with.</summary>
/// <param name="MessageId">The result's own.</param>
/// <param name="CorrelationId">What joins it to its order event's message.</param>
/// <param name="ConversationId">A new one for each sending, as the bus gives it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ResultIds(Guid MessageId, Guid CorrelationId, Guid ConversationId)
{
    public static ResultIds Create(ResultEvent result) =>
        new(result.Message.EventId, result.CorrelationId, NewId.NextGuid());

    /// <summary>Ids that no message has, to be found again where the bus has written them.</summary>
    public static ResultIds CreateMarkers() => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
}
