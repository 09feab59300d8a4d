using System.Text.Json;
using Messaging.Contracts;

namespace Seller;

/// <summary>Reads an order event from a file; a real system makes it from its own data.</summary>
public static class OrderFile
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The order event in a file.</summary>
    /// <param name="exchange">Says which event it is.</param>
    /// <param name="file">Its JSON.</param>
    public static IOrderEvent Read(string exchange, string file)
    {
        var json = File.ReadAllText(file);
        return exchange switch
        {
            "order-shipped" => JsonSerializer.Deserialize<OrderShipped>(json, Web)!,
            "order-modified" => JsonSerializer.Deserialize<OrderModified>(json, Web)!,
            "order-marked-delivering" => JsonSerializer.Deserialize<OrderMarkedDelivering>(json, Web)!,
            _ => throw new ArgumentException($"There is no exchange {exchange}.", nameof(exchange)),
        };
    }
}
