using Messaging.Contracts;
using Messaging.Fulfillment.Intake;

namespace Messaging.Fulfillment.Tests.Intake;

public class OrderIdentityTests
{
    public static TheoryData<string?, string?, string?> Cases => new()
    {
        { "4948795729456854758", null, null },
        { "订单-1", "旗舰店", null },
        { null, null, null },
        { "", "", null },
        { new string('9', 200), null, null },
        { new string('9', 201), null, "orderNo is longer than 200 characters" },
        { "A\u0000B", null, "orderNo has a control character" },
        { "A", "main\n", "account has a control character" },
        { "A", new string('a', 201), "account is longer than 200 characters" },
        { "A\ud800", null, "orderNo is not valid Unicode" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_what_a_database_cannot_keep_is_a_problem(string? orderNo, string? account, string? problem)
    {
        var order = new OrderMarkedDelivering
        {
            EventId = Guid.NewGuid(),
            OrderNo = orderNo!,
            OccurredAt = DateTimeOffset.UnixEpoch,
            Account = account,
        };

        Assert.Equal(problem, OrderIdentity.FindProblem(order));
    }

    [Fact]
    public void An_event_needs_an_id_of_its_own()
    {
        var order =
            new OrderMarkedDelivering { EventId = Guid.Empty, OrderNo = "A", OccurredAt = DateTimeOffset.UnixEpoch };

        Assert.Equal("eventId is all zeros; each event needs a UUID of its own", OrderIdentity.FindProblem(order));
    }
}
