using System.Text.Json;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// The data of <c>update-batch-status</c>. Polyv's page describes an entry of the failed orders but names no field for
/// their list, and live answers had <c>failOrderList</c>: whatever is named after success or failure is read, be it a
/// list of order numbers, of objects, or a single one of either.
/// </summary>
/// <param name="Succeeded">The numbers of the orders that were done.</param>
/// <param name="Failed">The orders that were not.</param>
internal sealed record PolyvUpdated(IReadOnlyList<string> Succeeded, IReadOnlyList<PolyvFailedOrder> Failed)
{
    private static readonly string[] RemarkNames = ["msg", "message", "reason", "code", "desc"];
    private static readonly string[] NumberNames = ["orderNo", "orderNumber", "orderId", "order_no"];
    private static readonly string[] CodeNames = ["errCode", "errorCode", "code", "failCode"];
    private static readonly string[] ReasonNames =
        ["errMsg", "errorMsg", "errorMessage", "msg", "message", "reason", "failReason", "desc"];

    /// <summary>Reads them.</summary>
    /// <returns>
    /// Null where a list holds what is no order: then none of the lists can be relied on.
    /// </returns>
    public static PolyvUpdated? Read(JsonElement data)
    {
        if (data.ValueKind is not JsonValueKind.Object)
            return null;
        var succeeded = new List<PolyvFailedOrder>();
        var failed = new List<PolyvFailedOrder>();
        foreach (var property in data.EnumerateObject())
        {
            var isFailure = Contains(property.Name, "fail") || Contains(property.Name, "error");
            if ((!isFailure && !Contains(property.Name, "success")) || IsRemark(property))
                continue;
            if (!TryRead(property.Value, isFailure ? failed : succeeded))
                return null;
        }

        return new([.. succeeded.Select(order => order.OrderNo)], failed);
    }

    /// <summary>A text beside the lists, as <c>failReason</c>, or none at all.</summary>
    private static bool IsRemark(JsonProperty property) =>
        property.Value.ValueKind is JsonValueKind.String
        && (property.Value.ValueEquals("") || RemarkNames.Any(name => Contains(property.Name, name)));

    private static bool TryRead(JsonElement value, List<PolyvFailedOrder> orders) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().All(element => TryReadOrder(element, orders)),
        JsonValueKind.Object => Names(value, NumberNames).Any() && TryReadOrder(value, orders),
        // A flag or a count is no list.
        JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => true,
        _ => false,
    };

    private static bool TryReadOrder(JsonElement element, List<PolyvFailedOrder> orders)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.String or JsonValueKind.Number:
                orders.Add(new(GetText(element)!, ErrCode: null, ErrMsg: null));
                return true;
            case JsonValueKind.Object when Find(element, NumberNames) is { } orderNo:
                orders.Add(new(orderNo, Find(element, CodeNames), Find(element, ReasonNames)));
                return true;
            // Of an order that is not named nothing is known; the others are told of all the same.
            case JsonValueKind.Object when !Names(element, NumberNames).Any():
                return true;
            default:
                return false;
        }
    }

    private static string? Find(JsonElement order, string[] names) =>
        Names(order, names).Select(GetText).FirstOrDefault(text => text is not null);

    /// <summary>The values under the names, in the order of the names.</summary>
    private static IEnumerable<JsonElement> Names(JsonElement order, string[] names) =>
        from name in names
        from property in order.EnumerateObject()
        where string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)
        select property.Value;

    private static string? GetText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => VendorText.Clean(value.GetString()),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static bool Contains(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}

/// <summary>An order that was not done.</summary>
internal sealed record PolyvFailedOrder(string OrderNo, string? ErrCode, string? ErrMsg);
