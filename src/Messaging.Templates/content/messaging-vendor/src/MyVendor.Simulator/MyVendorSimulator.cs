using System.Text.Json;
using Messaging.VendorSimulator;
using Messaging.VendorSimulator.Calls;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MyVendor.Simulator;

/// <summary>
/// MyVendor, written from its pages alone. An order whose number contains <c>-UNKNOWN</c> does not exist there.
/// </summary>
public static class MyVendorSimulator
{
    private static readonly JsonSerializerOptions Json = WireJson.Options();

    private static readonly CallRules Rules = new(
        AppIdName: "appId",
        TimestampUnit: TimeSpan.FromSeconds(1),
        TimestampWindow: TimeSpan.FromMinutes(5),
        Sign: (parameters, secret) =>
            Convert.ToHexStringLower(SignatureText.Md5(SignatureText.Build(parameters, secret))));

    /// <summary>For <see cref="VendorSimulatorSettings.Add"/>.</summary>
    public static SimulatedApi Api { get; } = new("myvendor", (app, vendor, time) =>
    {
        var admission = new CallAdmission(vendor, Rules, time);
        var endpoint = new VendorEndpoint(
            vendor, time, (context, faults) => AnswerAsync(context, admission, vendor.Journal, faults));
        app.MapPost("/orders", endpoint.HandleAsync);
    });

    private static async ValueTask<Answer> AnswerAsync(
        HttpContext context, CallAdmission admission, VendorJournal journal, CallFaults faults)
    {
        if (!admission.TryAdmit(context.Request.Query, out var account, out var refusal))
        {
            return refusal == Refusal.TooFast
                ? Say(429, "too many calls") with { IsRefusal = true, RetryAfter = account?.RetryAfter }
                : Say(401, $"refused: {refusal}") with { IsRefusal = true };
        }

        var body = await context.Request.ReadFromJsonAsync<Body>(Json, context.RequestAborted);
        if (body?.Orders is not { Count: > 0 and <= 50 } orders)
            return Say(400, "1 to 50 orders") with { IsRefusal = true };

        journal.CountOrders(orders.Count);
        var results = orders.Select(order => Take(order, account.AppId, journal)).ToArray();
        return Say(0, "ok", [.. results.Where((_, i) => !faults.IsMissing(i))]);
    }

    private static Result Take(Item order, string appId, VendorJournal journal)
    {
        if (order.OrderNo.Contains("-UNKNOWN", StringComparison.Ordinal))
        {
            journal.Touch(order.OrderNo, appId);
            return new(order.OrderNo, 1001, "no such order");
        }

        journal.Apply(order.OrderNo, appId, new Application(order.Note ?? ""));
        return new(order.OrderNo, 0, "ok");
    }

    private static Answer Say(int code, string message, params Result[] results) => new(
        StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(new { code, message, results }, Json));

    private sealed record Body(IReadOnlyList<Item>? Orders);

    private sealed record Item(string OrderNo, string? Note);

    private sealed record Result(string OrderNo, int Code, string Message);
}
