using System.Net.Http.Json;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Options;

namespace Messaging.Testing.Service;

/// <summary>
/// A vendor as someone else would add it. It lives here since this project sees the public side of the service only.
/// </summary>
public static class ToyRegistration
{
    /// <summary>Adds the toy vendor; settings in <c>Vendors:Toy</c>.</summary>
    public static VendorsBuilder AddToy(this VendorsBuilder vendors) =>
        vendors.Add<ToyWanted, ToyAdapter, ToyOptions>("toy", "Toy");
}

public sealed record ToyWanted : IOrderEvent
{
    public required Guid EventId { get; init; }

    public required string OrderNo { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public string? Account { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public string? Colour { get; init; }
}

public sealed class ToyOptions : VendorOptions<AccountOptions>
{
    public ToyOptions() => OrdersPerCall = MaxOrdersPerCall;

    public string Colours { get; set; } = "red";

    protected override int MaxOrdersPerCall => 10;

    public override IEnumerable<string> FindErrors(string path)
    {
        foreach (var error in base.FindErrors(path))
            yield return error;
        if (Colours.Length == 0)
            yield return $"{path}:Colours: names no colour.";
    }
}

/// <summary>Posts the order numbers and is told of each, in their order, whether it was made.</summary>
public sealed class ToyAdapter(
    IHttpClientFactory clients, IOptionsMonitor<ToyOptions> options) : IVendorAdapter<ToyWanted>
{
    public string Vendor => "toy";

    public RepeatBehaviour Repeats => RepeatBehaviour.SetsValue;

    public IReadOnlyList<string> FindViolations(ToyWanted order) =>
        order.Colour is { } colour && !options.CurrentValue.Colours.Contains(colour, StringComparison.Ordinal)
            ? ["Colour is not made."]
            : [];

    public async Task<VendorAnswer> CallAsync(VendorCall<ToyWanted> call, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Vendor);
        var orderNos = call.Orders.Select(order => order.Event.OrderNo).ToArray();
        using var response = await client.PostAsJsonAsync(options.CurrentValue.BaseUrl, orderNos, cancellationToken);
        var made = await response.Content.ReadFromJsonAsync<bool[]>(cancellationToken);
        return VendorAnswer.PerOrder([.. made!.Select(
            done => done ? (OrderOutcome)new OrderOutcome.Succeeded() : new OrderOutcome.Rejected("7", "broken"))]);
    }
}
