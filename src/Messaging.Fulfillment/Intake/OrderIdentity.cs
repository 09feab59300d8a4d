using MassTransit;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Intake;

/// <summary>Whether an order event can be kept at all: the ledger needs an identity and texts that a database takes. Pure.</summary>
internal static class OrderIdentity
{
    /// <summary>The longest order number or account name that is kept, in characters.</summary>
    public const int LongestText = 200;

    /// <summary>Why the event cannot be kept, or null.</summary>
    public static string? FindProblem(IOrderEvent order)
    {
        if (order.EventId == Guid.Empty)
            return "eventId is all zeros; each event needs a UUID of its own";
        return ProblemOf("orderNo", order.OrderNo) ?? ProblemOf("account", order.Account);
    }

    private static string? ProblemOf(string field, string? value) => value switch
    {
        { Length: > LongestText } => $"{field} is longer than {LongestText} characters",
        not null when value.Any(char.IsControl) => $"{field} has a control character",
        not null when !value.IsWellFormed() => $"{field} is not valid Unicode",
        _ => null,
    };

    private static bool IsWellFormed(this string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar)
                return false;
        }

        return true;
    }
}

/// <summary>Keeps events without a usable identity out of the batch, where they would take others with them.</summary>
internal sealed class OrderIdentityFilter<TEvent> : IFilter<ConsumeContext<TEvent>>
    where TEvent : class, IOrderEvent
{
    public Task Send(ConsumeContext<TEvent> context, IPipe<ConsumeContext<TEvent>> next) =>
        OrderIdentity.FindProblem(context.Message) is { } problem ? throw new UnreadableOrderEventException(problem) : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("order-identity");
}

/// <summary>An order event that can be deserialized but not kept.</summary>
internal sealed class UnreadableOrderEventException(string problem) : Exception(problem);
