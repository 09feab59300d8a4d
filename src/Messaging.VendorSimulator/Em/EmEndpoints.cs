using System.Text.Json;
using Messaging.VendorSimulator.Calls;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Gateway;

namespace Messaging.VendorSimulator.Em;

/// <summary>Modifies an order, as EM's page says.</summary>
internal sealed class EmEndpoints(CallAdmission admission, EmTrades trades)
{
    public static void Map(IEndpointRouteBuilder app, SimulatedVendor vendor, TimeProvider time)
    {
        var em = new EmEndpoints(new CallAdmission(vendor, GatewayForm.Rules, time), new EmTrades(vendor.Journal));
        app.MapPost("/franchiser/api/trade/modify", new VendorEndpoint(vendor, time, em.ModifyAsync).HandleAsync);
    }

    private async ValueTask<Answer> ModifyAsync(HttpContext context, CallFaults faults)
    {
        var form = await GatewayForm.ReadAsync(context);
        if (!admission.TryAdmit(form, out var account, out var refusal))
            return EmAnswers.Refused(refusal, account);
        try
        {
            return trades.Modify(
                JsonSerializer.Deserialize(form[GatewayForm.DataName].ToString(), EmJson.Wire.EmTrade),
                account.AppId,
                faults);
        }
        catch (JsonException)
        {
            return EmAnswers.InvalidData("request_data格式错误");
        }
    }
}
