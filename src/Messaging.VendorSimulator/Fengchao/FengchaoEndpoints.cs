using System.Text.Json;
using Messaging.VendorSimulator.Calls;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Gateway;

namespace Messaging.VendorSimulator.Fengchao;

/// <summary>Ships orders, as Fengchao's page describes it.</summary>
internal sealed class FengchaoEndpoints(CallAdmission admission, FengchaoOrders orders)
{
    public static void Map(IEndpointRouteBuilder app, SimulatedVendor vendor, TimeProvider time)
    {
        var admission = new CallAdmission(vendor, GatewayForm.Rules, time);
        var fengchao = new FengchaoEndpoints(admission, new FengchaoOrders(vendor.Journal));
        app.MapPost(
            "/gateway/dd/order/logistics/add", new VendorEndpoint(vendor, time, fengchao.ShipAsync).HandleAsync);
    }

    private async ValueTask<Answer> ShipAsync(HttpContext context, CallFaults faults)
    {
        var form = await GatewayForm.ReadAsync(context);
        if (!admission.TryAdmit(form, out var account, out var refusal))
            return FengchaoAnswers.Refused(refusal, account);
        if (!account.SellsAs(form["seller_nick"]))
            return FengchaoAnswers.WrongSeller();
        try
        {
            return orders.Ship(
                JsonSerializer.Deserialize(form[GatewayForm.DataName].ToString(), FengchaoJson.Wire.Orders),
                account.AppId,
                faults);
        }
        catch (JsonException)
        {
            return FengchaoAnswers.InvalidData("request_data格式错误");
        }
    }
}
