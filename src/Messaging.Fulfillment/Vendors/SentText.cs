using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// What orders consist of, as far as a vendor's text can quote it: an order's number, a remark, a carrier. A word that
/// stands there says nothing when it comes back in a refusal. Read only when it is asked for.
/// </summary>
public sealed class SentText
{
    private readonly Lazy<IReadOnlyList<string>> _values;

    private SentText(Func<IReadOnlyList<string>> read) => _values = new(read);

    /// <summary>Nothing that could be quoted.</summary>
    public static SentText None { get; } = new(() => []);

    /// <summary>What <paramref name="orders"/> consist of.</summary>
    /// <param name="orders">The orders that the vendor's text may quote.</param>
    public static SentText From<TEvent>(params IReadOnlyList<VendorOrder<TEvent>> orders)
        where TEvent : class, IOrderEvent => new(() =>
        {
            var values = new List<string>();
            foreach (var order in orders)
                Collect(JsonSerializer.SerializeToElement(order.Event), values);
            return values;
        });

    /// <summary>Whether a value contains <paramref name="text"/>, without regard to case.</summary>
    public bool Contains(string text) =>
        _values.Value.Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static void Collect(JsonElement element, List<string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, values);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, values);
                break;
            case JsonValueKind.String:
                values.Add(element.GetString()!);
                break;
            case JsonValueKind.Number:
                values.Add(element.GetRawText());
                break;
        }
    }
}
