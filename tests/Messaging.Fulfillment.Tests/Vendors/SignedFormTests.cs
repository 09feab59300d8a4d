using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Vendors;

public class SignedFormTests
{
    // Expected values: Python, hashlib.md5(("s3cr3t" + text + "s3cr3t").encode()).hexdigest().
    [Theory]
    [InlineData(true, false, "C蜂巢a1b", "c4e06a4534d08b2ac756dafaafdac07e")]
    [InlineData(true, true, "C蜂巢a1b", "C4E06A4534D08B2AC756DAFAAFDAC07E")]
    [InlineData(false, false, "C蜂巢a1", "91a8a19728e598b5203ffe7a4906ca48")]
    public void Keys_are_signed_in_ordinal_order_and_null_is_left_out(
        bool keepEmptyValues, bool upperCase, string text, string expected)
    {
        KeyValuePair<string, string?>[] parameters = [new("b", ""), new("a", "1"), new("n", null), new("C", "蜂巢")];

        var signature = SignedForm.Sign(parameters, "s3cr3t", keepEmptyValues, upperCase);

        Assert.Equal(new ParameterSignature(expected, $"***{text}***"), signature);
    }

    [Theory]
    [InlineData("https://vendor.example")]
    [InlineData("https://vendor.example/")]
    public void The_path_follows_the_base_address(string baseUrl)
    {
        using var request = SignedForm.Post(new(baseUrl), "/a/b", [], new("x", ""));

        Assert.Equal("https://vendor.example/a/b", request.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public void A_base_address_with_a_path_keeps_it()
    {
        using var request = SignedForm.Post(new("http://localhost:5080/fengchao/"), "/a/b", [], new("x", ""));

        Assert.Equal("http://localhost:5080/fengchao/a/b", request.RequestUri!.AbsoluteUri);
    }
}
