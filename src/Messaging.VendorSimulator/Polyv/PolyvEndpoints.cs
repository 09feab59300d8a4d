using System.Text.Json;
using Messaging.VendorSimulator.Calls;
using Messaging.VendorSimulator.Faults;

namespace Messaging.VendorSimulator.Polyv;

/// <summary>Sets the status of orders and reads it, as Polyv's pages describe it.</summary>
internal sealed class PolyvEndpoints(CallAdmission admission, PolyvOrders orders)
{
    private static readonly CallRules Rules =
        new("appId", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(3), PolyvSignature.Sign);

    public static void Map(IEndpointRouteBuilder app, SimulatedVendor vendor, TimeProvider time)
    {
        var polyv = new PolyvEndpoints(new CallAdmission(vendor, Rules, time), new PolyvOrders(vendor.Journal));
        app.MapPost(
            "/live/v4/user/product/order/update-batch-status",
            new VendorEndpoint(vendor, time, polyv.UpdateAsync).HandleAsync);
        app.MapGet("/live/v4/user/product/order/get", new VendorEndpoint(vendor, time, polyv.GetAsync).HandleAsync);
    }

    private async ValueTask<Answer> UpdateAsync(HttpContext context, CallFaults faults)
    {
        if (!admission.TryAdmit(context.Request.Query, out var account, out var refusal))
            return PolyvAnswers.Refused(refusal);
        try
        {
            var update = await JsonSerializer.DeserializeAsync(
                context.Request.Body, PolyvJson.Wire.PolyvUpdate, context.RequestAborted);
            return orders.Update(update, account.AppId, faults);
        }
        catch (JsonException)
        {
            return PolyvAnswers.InvalidParameter("the request body is not the expected json.");
        }
    }

    private ValueTask<Answer> GetAsync(HttpContext context, CallFaults faults) => ValueTask.FromResult(
        admission.TryAdmit(context.Request.Query, out _, out var refusal)
            ? orders.Get(context.Request.Query["orderNo"], faults)
            : PolyvAnswers.Refused(refusal));
}
