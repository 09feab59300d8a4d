using Messaging.Contracts;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors.Fengchao;

public class FengchaoRulesTests
{
    private const string Serial = "SerialNumbers contains one that is not 15 to 17 digits.";

    public static TheoryData<string, OrderShipped, string[]> Cases => new()
    {
        { "the page's sample", Sample, [] },
        { "order number of 64", Sample with { OrderNo = new('9', 64) }, [] },
        { "order number of 65", Sample with { OrderNo = new('9', 65) }, ["OrderNo has 65 characters; at most 64 are "
            + "allowed."] },
        { "no order number", Sample with { OrderNo = "" }, ["OrderNo is missing."] },
        { "null order number", Sample with { OrderNo = null! }, ["OrderNo is missing."] },
        {
            "line break in the order number",
            Sample with { OrderNo = "1\n2" },
            ["OrderNo contains a control character."]
        },
        { "no carrier code", Sample with { CarrierCode = " " }, ["CarrierCode is missing; the vendor requires "
            + "company_code."] },
        { "no tracking number", Sample with { TrackingNo = null }, [] },
        {
            "blank tracking number",
            Sample with { TrackingNo = " " },
            ["TrackingNo is blank; leave it out where there is none."]
        },
        { "ids of 0", Sample with { CarrierId = 0, ShipFromAddressId = 0 }, [] },
        { "negative carrier id", Sample with { CarrierId = -1 }, ["CarrierId is negative."] },
        { "negative address id", Sample with { ShipFromAddressId = -1 }, ["ShipFromAddressId is negative."] },
        { "no serial numbers in the list", Sample with { SerialNumbers = [] }, [] },
        { "serials of 15 and 17", Sample with { SerialNumbers = [new('1', 15), new('1', 17)] }, [] },
        { "serial of 14", Sample with { SerialNumbers = [new('1', 15), new('1', 14)] }, [Serial] },
        { "serial of 18", Sample with { SerialNumbers = [new('1', 18)] }, [Serial] },
        { "serial with a letter", Sample with { SerialNumbers = ["54644352454353A"] }, [Serial] },
        { "serial with other digits", Sample with { SerialNumbers = ["٥46443524543534"] }, [Serial] },
        { "null serial", Sample with { SerialNumbers = [null!] }, [Serial] },
        {
            "several at once", Sample with { CarrierCode = null, TrackingNo = "", CarrierId = -1 },
            [
                "CarrierCode is missing; the vendor requires company_code.",
                "TrackingNo is blank; leave it out where there is none.",
                "CarrierId is negative.",
            ]
        },
    };

    private static OrderShipped Sample => FengchaoSamples.Order();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_broken_rule_is_named(string what, OrderShipped order, string[] expected)
    {
        _ = what;
        Assert.Equal(expected, FengchaoRules.FindViolations(order));
    }
}
