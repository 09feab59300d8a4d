using Messaging.Contracts;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Em;
using Messaging.Fulfillment.Vendors.Fengchao;

namespace Messaging.Fulfillment.Tests.Vendors;

public class TextRuleTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(5, null)]
    [InlineData(6, "City has 6 characters; at most 5 are allowed.")]
    public void A_text_has_a_limit(int? length, string? violation) => Assert.Equal(
        violation is null ? [] : [violation],
        TextRule.FindViolations(5, ("City", length is { } n ? new string('x', n) : null), ("District", "a")));

    /// <summary>As JSON Schema counts: RFC 8259's characters, not places in a string.</summary>
    [Theory]
    [InlineData("𠮷𠮷𠮷𠮷𠮷", false)]
    [InlineData("𠮷𠮷𠮷𠮷𠮷𠮷", true)]
    public void A_rare_character_is_one(string text, bool isTooLong) =>
        Assert.Equal(isTooLong, TextRule.FindViolations(5, ("City", text)).Any());

    [Theory]
    [InlineData(null, false)]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public void A_list_has_a_limit(int? count, bool isTooLong) =>
        Assert.Equal(isTooLong, TextRule.FindViolations("Items", count).Any());

    public static TheoryData<string> ShippedTexts => TextsOf<OrderShipped>();

    public static TheoryData<string> ModifiedTexts => TextsOf<OrderModified>();

    [Theory]
    [MemberData(nameof(ShippedTexts))]
    public void No_text_of_a_shipped_order_is_without_limit(string field) =>
        Assert.Contains(
            FengchaoRules.FindViolations(WithLongText<OrderShipped>(field)),
            violation => violation.StartsWith($"{field} has 5000 characters", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(ModifiedTexts))]
    public void No_text_of_a_modified_order_is_without_limit(string field) =>
        Assert.Contains(
            EmRules.FindViolations(WithLongText<OrderModified>(field), new()),
            violation => violation.StartsWith($"{field} has 5000 characters", StringComparison.Ordinal));

    /// <summary>All but the account, which the ledger's key has to hold: see OrderIdentityTests.</summary>
    private static TheoryData<string> TextsOf<TEvent>() =>
    [
        .. typeof(TEvent).GetProperties()
            .Where(property => property.PropertyType == typeof(string))
            .Select(property => property.Name)
            .Where(name => name is not nameof(IOrderEvent.Account)),
    ];

    private static TEvent WithLongText<TEvent>(string field)
        where TEvent : IOrderEvent
    {
        var order = Activator.CreateInstance<TEvent>();
        typeof(TEvent).GetProperty(field)!.SetValue(order, new string('x', 5000));
        return order;
    }
}
