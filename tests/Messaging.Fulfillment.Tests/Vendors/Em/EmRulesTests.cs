using Messaging.Contracts;
using Messaging.Fulfillment.Vendors.Em;

namespace Messaging.Fulfillment.Tests.Vendors.Em;

public class EmRulesTests
{
    private const string Region = "Province, City and District have to be given all three or none.";
    private const string NoCarrier = "CarrierId has to be 0 or left out where Transport is Pickup.";

    public static TheoryData<string, OrderModified, string[]> Cases => new()
    {
        { "the page's sample", EmSamples.Everything, [] },
        { "one field", Remark, [] },
        { "an emptied field", Remark with { OrderRemark = "" }, [] },
        { "no field", Remark with { OrderRemark = null }, ["There is nothing to modify: every field but the order's "
            + "number is left out."] },
        { "no order number", Remark with { OrderNo = " " }, ["OrderNo is missing."] },
        { "order number of 65", Remark with { OrderNo = new('D', 65) }, ["OrderNo has 65 characters; at most 64 are "
            + "allowed."] },
        { "region", Remark with { Province = "江苏省", City = "苏州市", District = "姑苏区" }, [] },
        { "province alone", Remark with { Province = "江苏省" }, [Region] },
        { "no province", Remark with { City = "苏州市", District = "姑苏区" }, [Region] },
        { "no city", Remark with { Province = "江苏省", District = "姑苏区" }, [Region] },
        { "blank district", Remark with { Province = "江苏省", City = "苏州市", District = " " }, [Region] },
        { "blank region", Remark with { Province = "", City = "", District = "" }, [Region] },
        { "negative warehouse", Remark with { WarehouseId = -1 }, ["WarehouseId is negative."] },
        { "no items in the list", Remark with { Items = [] }, ["Items is empty; it is the whole list where it is "
            + "given."] },
        {
            "bad items", Remark with { Items = [Item("A", 1), Item(" ", 0), Item(null!, 1), null!] },
            [
                "Items[1].ProductCode is missing.",
                "Items[1].Quantity is less than 1.",
                "Items[2].ProductCode is missing.",
                "Items[3].ProductCode is missing.",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_broken_rule_is_named(string what, OrderModified order, string[] expected)
    {
        _ = what;
        Assert.Equal(expected, EmRules.FindViolations(order, new()));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 0, null)]
    [InlineData(null, 5, null)]
    [InlineData(null, 77, null)]
    [InlineData(null, -1, "CarrierId is negative.")]
    [InlineData(1, null, null)]
    [InlineData(1, 0, null)]
    [InlineData(1, 6, "CarrierId has to be 0 or left out where Transport is OwnFleet.")]
    [InlineData(2, 6, null)]
    [InlineData(2, 7, null)]
    [InlineData(2, 9, null)]
    [InlineData(2, 10, null)]
    [InlineData(2, 11, null)]
    [InlineData(2, 5, "CarrierId has to be one of 6, 7, 9, 10, 11 where Transport is Freight.")]
    [InlineData(2, 8, "CarrierId has to be one of 6, 7, 9, 10, 11 where Transport is Freight.")]
    [InlineData(2, 0, "CarrierId has to be one of 6, 7, 9, 10, 11 where Transport is Freight.")]
    [InlineData(2, null, "CarrierId has to be one of 6, 7, 9, 10, 11 where Transport is Freight.")]
    [InlineData(3, null, null)]
    [InlineData(3, 5, NoCarrier)]
    [InlineData(4, 5, null)]
    [InlineData(4, 8, null)]
    [InlineData(4, 6, "CarrierId has to be one of 5, 8 where Transport is Express.")]
    [InlineData(4, null, "CarrierId has to be one of 5, 8 where Transport is Express.")]
    [InlineData(5, 0, null)]
    [InlineData(5, 5, "CarrierId has to be 0 or left out where Transport is Other.")]
    [InlineData(0, null, "Transport is none of 1 to 5.")]
    [InlineData(6, 5, "Transport is none of 1 to 5.")]
    public void The_carrier_fits_the_transport(int? transport, int? carrier, string? expected)
    {
        var order = Remark with { Transport = (TransportMode?)transport, CarrierId = carrier };

        Assert.Equal(expected is null ? [] : [expected], EmRules.FindViolations(order, new()));
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(8, false)]
    public void The_carriers_of_a_transport_are_those_that_are_configured(int carrier, bool fits)
    {
        var order = Remark with { Transport = TransportMode.Express, CarrierId = carrier };

        Assert.Equal(fits, !EmRules.FindViolations(order, new() { Express = [12] }).Any());
    }

    [Fact]
    public void Each_field_alone_is_something_to_modify()
    {
        var nothing = Remark with { OrderRemark = null };
        OrderModified[] orders =
        [
            nothing with { WarehouseId = 0 }, nothing with { Transport = TransportMode.Pickup },
            nothing with { CarrierId = 0 },
            nothing with { ReceiverName = "" }, nothing with { ReceiverMobile = "" }, nothing with { Address = "" },
            nothing with { DeliveryDate = default(DateOnly) }, nothing with { LogisticsRemark = "" },
            nothing with { LogisticsContact = "" },
            nothing with { LogisticsCarNumber = "" }, nothing with { LogisticsMobile = "" },
            nothing with { Items = [Item("A", 1)] },
        ];

        Assert.Empty(orders.SelectMany(order => EmRules.FindViolations(order, new())));
    }

    [Fact]
    public void Personal_data_is_not_repeated()
    {
        var order =
            EmSamples.Everything with { City = null, Transport = (TransportMode)9, Items = [], OrderNo = "DD\n1" };

        var violations = string.Concat(EmRules.FindViolations(order, new()));

        Assert.All(
            [order.ReceiverName!, order.ReceiverMobile!, order.Address!, order.LogisticsCarNumber!, order.Province!],
            personal => Assert.DoesNotContain(personal, violations, StringComparison.Ordinal));
    }

    private static OrderModified Remark => EmSamples.Remark;

    private static OrderItem Item(string code, int quantity) => new() { ProductCode = code, Quantity = quantity };
}
