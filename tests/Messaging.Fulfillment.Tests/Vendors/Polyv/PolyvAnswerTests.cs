using Messaging.Fulfillment.Retries;
using Messaging.Fulfillment.Vendors;
using Messaging.Fulfillment.Vendors.Polyv;

namespace Messaging.Fulfillment.Tests.Vendors.Polyv;

/// <summary>
/// Calls that succeed as a whole: the outcome of each order, as <c>PolyvCase.Describe</c> writes it.
/// </summary>
public sealed class PolyvAnswerTests
{
    private readonly PolyvOptions _options = PolyvCase.Options();

    [Theory]
    // The page's own sample, and other shapes with the same meaning.
    [InlineData("null", "Succeeded | Succeeded")]
    [InlineData("""{"successOrderNos":["A","B"]}""", "Succeeded | Succeeded")]
    [InlineData("""{"successOrderNos":["B","A"],"failOrderList":null}""", "Succeeded | Succeeded")]
    [InlineData("""{"successOrderNos":["A","B"],"failOrderList":[]}""", "Succeeded | Succeeded")]
    // Partial failure, with a code as number and as text.
    [InlineData("""{"successOrderNos":["A"],"failOrderList":[{"orderNo":"B","errCode":40244,"errMsg":"订单不存在"}]}""",
        "Succeeded | Rejected 40244 订单不存在")]
    [InlineData("""{"successOrderNos":["A"],"failOrderList":[{"orderNo":"B","errCode":"40244","errMsg":"订单不存在","more":{}}]}""",
        "Succeeded | Rejected 40244 订单不存在")]
    [InlineData("""{"failOrderList":[{"orderNo":"A"},{"orderNo":"B","errMsg":"no"}]}""", "Rejected | Rejected no")]
    // An order in neither list.
    [InlineData("""{"successOrderNos":["A"]}""", "Succeeded | Unknown")]
    [InlineData("""{"successOrderNos":[],"failOrderList":[]}""", "Unknown | Unknown")]
    [InlineData("{}", "Unknown | Unknown")]
    [InlineData("""{"successOrderNos":["a","B "]}""", "Unknown | Unknown")]
    // The page names no field for the list of failed orders, nor its entries' form beyond doubt.
    [InlineData(
        """{"failOrders":[{"orderNo":"A","errCode":1}],"FailOrder":[{"orderNo":"B","errCode":1}]}""",
        "Rejected 1 | Rejected 1")]
    [InlineData("""{"successOrderNos":["A"],"failOrderNos":["B"]}""", "Succeeded | Rejected")]
    [InlineData("""{"SuccessOrders":[{"orderNo":"A"}],"failedOrders":[{"orderno":"B","code":9,"reason":"关"}]}""",
        "Succeeded | Rejected 9 关")]
    [InlineData("""{"successOrderNos":["A"],"failOrder":{"orderNo":"B","errCode":1}}""", "Succeeded | Rejected 1")]
    [InlineData("""{"successOrderNos":["A"],"failCount":1,"errorOrderList":[{"orderNumber":"B"}]}""",
        "Succeeded | Rejected")]
    [InlineData("""{"successOrderNos":["A"],"failOrderList":[{"no":"B"}]}""", "Succeeded | Unknown")]
    [InlineData("""{"successOrderNos":["A","B"],"failReason":"","errorMsg":"ok"}""", "Succeeded | Succeeded")]
    // Entries that name no order, or one that was not sent.
    [InlineData(
        """{"successOrderNos":["A","Z",null],"failOrderList":[null,{"errCode":1},{"orderNo":"Y","errCode":1},{"orderNo":"B","errCode":2}]}""",
        "Succeeded | Rejected 2")]
    // A repeated entry counts once; a contradiction leaves the outcome open.
    [InlineData("""{"successOrderNos":["A","A"],"failOrderList":[{"orderNo":"B","errCode":1},{"orderNo":"B","errCode":1}]}""",
        "Succeeded | Rejected 1")]
    [InlineData(
        """{"successOrderNos":["A","B"],"failOrderList":[{"orderNo":"B","errCode":1}]}""", "Succeeded | Unknown 1")]
    [InlineData("""{"successOrderNos":["A","B"],"failOrderList":["B"]}""", "Succeeded | Unknown")]
    [InlineData("""{"successOrderNos":["A"],"failOrderList":[{"orderNo":"B","errCode":1},{"orderNo":"B","errCode":2}]}""",
        "Succeeded | Unknown 1")]
    public void Success_says_of_the_orders_A_and_B(string data, string expected)
    {
        var answer = ReadData(data);

        Assert.Null(answer.Fault);
        Assert.Equal(expected, PolyvCase.Describe(answer.Outcomes));
        Assert.Equal("r.1", answer.RequestId);
    }

    [Theory]
    [InlineData("""{"code":200}""")]
    [InlineData("""{"code":"200","status":"success","success":true,"data":null}""")]
    [InlineData("""{"code":200,"status":"success","error":null,"message":"","data":null,"news":[{"a":[1]}]}""")]
    public void Envelopes_of_success_need_no_more_than_the_code(string body) =>
        Assert.Equal("Succeeded | Succeeded", PolyvCase.Describe(Read(body).Outcomes));

    [Fact]
    public void Null_data_can_be_configured_to_say_nothing()
    {
        _options.NullDataMeans = PolyvNullData.Unknown;

        var answer = Read("""{"code":200,"status":"success","requestId":"r.1","data":null,"success":true}""");

        Assert.Equal(CallFaultKind.Unknown, answer.Fault?.Kind);
        Assert.Equal("r.1", answer.RequestId);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("7")]
    [InlineData("""{"successOrderNos":"A"}""")]
    [InlineData("""{"successOrderNos":{"A":true}}""")]
    [InlineData("""{"successOrderNos":[["A"],["B"]]}""")]
    [InlineData("""{"successOrderNos":["A"],"failOrderList":"B"}""")]
    [InlineData("""{"successOrderNos":["A"],"failOrder":{"B":"关"}}""")]
    [InlineData("""{"successOrderNos":["A"],"failOrderList":[["B"]]}""")]
    [InlineData("""{"successOrderNos":["A","B"],"failOrderList":[{"orderNo":{}}]}""")]
    [InlineData("""{"successOrderNos":["A"],"successOrderNos":["B"]}""")]
    public void Success_with_data_of_another_shape_leaves_every_outcome_open(string data)
    {
        var answer = ReadData(data);

        Assert.Equal(CallFaultKind.Unknown, answer.Fault?.Kind);
        Assert.Equal(2, answer.Outcomes.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(302)]
    public void Success_with_a_status_that_says_otherwise_leaves_every_outcome_open(int status) =>
        Assert.Equal(
            CallFaultKind.Unknown, Read("""{"code":200,"status":"success","data":null}""", status).Fault?.Kind);

    [Fact]
    public void Order_numbers_beyond_2_to_the_53_survive_as_JSON_numbers()
    {
        var answer = PolyvAnswer.Read(
            PolyvCase.Reply(200, """{"code":200,"data":{"successOrderNos":[4948795729456854758]}}"""),
            PolyvCase.Orders("4948795729456854758", "4948795729456854759"),
            _options);

        Assert.Equal("Succeeded | Unknown", PolyvCase.Describe(answer.Outcomes));
    }

    [Theory]
    [InlineData(AnswerClass.Retry, false, typeof(OrderOutcome.RetryLater))]
    [InlineData(AnswerClass.RateLimited, false, typeof(OrderOutcome.RetryLater))]
    [InlineData(AnswerClass.Account, false, typeof(OrderOutcome.RetryLater))]
    [InlineData(AnswerClass.AlreadyDone, true, typeof(OrderOutcome.Succeeded))]
    [InlineData(AnswerClass.AlreadyDone, false, typeof(OrderOutcome.Rejected))]
    [InlineData(AnswerClass.Rejected, false, typeof(OrderOutcome.Rejected))]
    [InlineData(AnswerClass.RejectedForNow, false, typeof(OrderOutcome.Rejected))]
    [InlineData(AnswerClass.Refused, false, typeof(OrderOutcome.Rejected))]
    public void The_operators_rule_decides_about_an_order(AnswerClass @class, bool inDoubt, Type expected)
    {
        _options.Classification.Add(new ClassificationRule
        {
            Code = "40250",
            Class = @class,
            After = TimeSpan.FromMinutes(3),
            MaxAttempts = 5,
            Alone = true,
        });

        var outcome = PolyvAnswer.Read(
            PolyvCase.Reply(
                200, """{"code":200,"data":{"failOrderList":[{"orderNo":"A","errCode":40250,"errMsg":"词"}]}}"""),
            [PolyvCase.Order("A", inDoubt)],
            _options).Outcomes[0];

        Assert.IsType(expected, outcome);
        if (outcome is OrderOutcome.RetryLater retry)
            Assert.Equal(new OrderOutcome.RetryLater("40250", "词", TimeSpan.FromMinutes(3), 5, Alone: true), retry);
        if (outcome is OrderOutcome.Rejected rejected)
            Assert.Equal(@class == AnswerClass.RejectedForNow, rejected.CanRetry);
    }

    [Fact]
    public void The_vendors_text_is_bounded_and_free_of_control_characters()
    {
        var words = "a\\u0000\\n" + new string('x', 5000);

        var answer = ReadData($$"""{"failOrderList":[{"orderNo":"A","errCode":1,"errMsg":"{{words}}"}] }""");

        Assert.Equal(1000, answer.Outcomes[0].Message!.Length);
        Assert.StartsWith("a\uFFFD\uFFFDx", answer.Outcomes[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_not_cut_within_a_character()
    {
        var words = new string('x', 999);

        var answer = ReadData($$"""{"failOrderList":[{"orderNo":"A","errMsg":"{{words}}😀"}] }""");

        Assert.Equal(words, answer.Outcomes[0].Message);
    }

    private VendorAnswer ReadData(string data) =>
        Read($$"""{"code":200,"status":"success","requestId":"r.1","data":{{data}},"success":true}""");

    private VendorAnswer Read(string body, int status = 200) =>
        PolyvAnswer.Read(PolyvCase.Reply(status, body), PolyvCase.Orders("A", "B"), _options);
}
