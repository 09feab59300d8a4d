using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Vendors;

public class VendorTextTests
{
    public static TheoryData<string?, string?> Cases => new()
    {
        { null, null },
        { "", "" },
        { "产品[ERP_1113005]库存不足", "产品[ERP_1113005]库存不足" },
        { "a\u0000b\nc", "a\ufffdb\ufffdc" },
        { "half \ud83d", "half \ufffd" },
        { "whole \ud83d\ude00", "whole \ud83d\ude00" },
        { new string('x', 5000), new string('x', 1000) },
        { new string('x', 999) + "\ud83d\ude00", new string('x', 999) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_a_database_takes_is_kept(string? text, string? expected) =>
        Assert.Equal(expected, VendorText.Clean(text));

    [Theory]
    [InlineData("d310b70bc329403f87f77f9203d50f89.128.16360831552223589", true)]
    [InlineData("r.1", true)]
    [InlineData("9", true)]
    [InlineData("13800138000", false)]
    [InlineData("李雷", false)]
    [InlineData("Li Lei", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_request_id_is_kept_where_it_looks_like_one(string? id, bool isKept) =>
        Assert.Equal(isKept ? id : null, VendorAnswer.PerOrder([], id).RequestId);

    [Fact]
    public void Every_outcome_cleans_what_the_vendor_wrote() =>
        Assert.Equal(
            ("c\ufffd", "m\ufffd"),
            (new OrderOutcome.Rejected("c\0", "m\0").Code, new OrderOutcome.Rejected("c\0", "m\0").Message));
}
