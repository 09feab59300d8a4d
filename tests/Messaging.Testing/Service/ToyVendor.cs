using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Microsoft.Extensions.Options;

namespace Messaging.Testing.Service;

/// <summary>
/// A vendor as another party would add it. It is here because this project sees only the service's public API.
/// </summary>
public static class ToyRegistration
{
    /// <summary>Adds the toy vendor; settings in <c>Vendors:Toy</c>.</summary>
    public static VendorsBuilder AddToy(this VendorsBuilder vendors) =>
        vendors.Add<ToyWanted, ToyAdapter, ToyOptions>(ToyAdapter.Name, "Toy");
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

/// <summary>Posts the order numbers; the answer says of each, in the same order, whether it was made.</summary>
public sealed class ToyAdapter(VendorHttp http, IOptionsMonitor<ToyOptions> options, TimeProvider time)
    : IVendorAdapter<ToyWanted>
{
    public const string Name = "toy";

    public string Vendor => Name;

    public RepeatBehaviour Repeats => RepeatBehaviour.SetsValue;

    public IReadOnlyList<string> FindViolations(ToyWanted order) =>
    [
        .. OrderNumberRule.FindViolations(order.OrderNo),
        .. order.Colour is { } colour && !options.CurrentValue.Colours.Contains(colour, StringComparison.Ordinal)
            ? ["Colour is not made."]
            : Array.Empty<string>(),
    ];

    public Task<VendorAnswer> CallAsync(VendorCall<ToyWanted> call, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        return current.Accounts.TryGetValue(call.Account, out var account)
            ? http.SendAsync(
                Name,
                account,
                signer => CreateRequest(call, current, signer),
                call.Orders.Count,
                current.MaxAnswerBytes,
                reply => Read(reply, call.Orders, current),
                cancellationToken)
            : Task.FromResult(VendorAnswer.WholeCall(ClassifiedAnswer.NoSuchAccount(call.Account), call.Orders.Count));
    }

    private HttpRequestMessage CreateRequest(VendorCall<ToyWanted> call, ToyOptions current, AccountOptions account)
    {
        var timestamp = TimestampUnit.Seconds.Format(time.GetUtcNow());
        var text =
            SignedText.Build([new("appId", account.AppId), new("timestamp", timestamp)], value => value is not null);
        var sign = Convert.ToHexStringLower(SignedText.Md5(text, account.AppSecret));
        return new(HttpMethod.Post, $"{current.BaseUrl}?appId={account.AppId}&timestamp={timestamp}&sign={sign}")
        {
            Content = JsonContent.Create(call.Orders.Select(order => order.Event.OrderNo)),
        };
    }

    private static VendorAnswer Read(HttpReply reply, IReadOnlyList<VendorOrder<ToyWanted>> orders, ToyOptions current)
    {
        var made = WireBody.TryRead(reply.Body.Span, ToyJson.Default.BooleanArray);
        if (!reply.IsSuccess() || made?.Length != orders.Count)
            return VendorAnswer.WholeCall(reply.FaultByStatus("it does not say what was made"), orders.Count);

        var rule = Classification.Find(current.Classification, [], "7", "broken", SentText.None);
        return VendorAnswer.PerOrder(
            [.. orders.Select((order, i) =>
                made[i]
                    ? new OrderOutcome.Succeeded()
                    : ClassifiedAnswer.ToOutcome(rule, "7", "broken", order.InDoubt))]);
    }
}

[JsonSerializable(typeof(bool[]))]
internal sealed partial class ToyJson : JsonSerializerContext;
