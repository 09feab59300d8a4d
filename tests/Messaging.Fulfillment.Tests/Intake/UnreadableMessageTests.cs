using System.Text;
using Messaging.Fulfillment.Intake;

namespace Messaging.Fulfillment.Tests.Intake;

public class UnreadableMessageTests
{
    private const string Id = "0b9d5c7e-6a52-4e63-9a77-0d0f6f2f6a10";

    [Theory]
    [InlineData($$"""{"eventId":"{{Id}}","orderNo":"A-1"}""")]
    [InlineData($$"""{"EventId":"{{Id}}","ORDERNO":"A-1","occurredAt":"yesterday"}""")]
    [InlineData(
        "{\"messageType\":[\"urn:message:X\"],\"message\":{\"eventId\":\"" + Id
            + "\",\"orderNo\":\"A-1\",\"occurredAt\":17}}")]
    [InlineData($$"""{"eventId":"{{Id}}","orderNo":"A-1\u0000\n"}""")]
    public void It_can_be_answered_where_event_id_and_order_number_can_be_read(string body)
    {
        var message = UnreadableMessage.TryRead(Encoding.UTF8.GetBytes(body));

        Assert.Equal((Guid.Parse(Id), "A-1"), (message!.EventId, message.OrderNo));
    }

    [Fact]
    public void A_number_is_quoted_as_it_was_written()
    {
        var message = UnreadableMessage.TryRead(
            Encoding.UTF8.GetBytes($$"""{"eventId":"{{Id}}","orderNo":4948795729456854758}"""));

        Assert.Equal("4948795729456854758", message!.OrderNo);
    }

    [Fact]
    public void A_number_that_is_too_long_is_cut()
    {
        var message = UnreadableMessage.TryRead(
            Encoding.UTF8.GetBytes($$"""{"eventId":"{{Id}}","orderNo":"{{new string('9', 5000)}}"}"""));

        Assert.Equal(OrderIdentity.LongestText, message!.OrderNo.Length);
    }

    [Theory]
    [InlineData($$"""{"eventId":"{{Id}}"}""")]
    [InlineData($$"""{"eventId":"{{Id}}","orderNo":null}""")]
    [InlineData($$$"""{"eventId":"{{{Id}}}","orderNo":{"a":[1,{"eventId":"x"}]}}""")]
    [InlineData($$"""{"eventId":"{{Id}}","orderNo":"\ud800"}""")]
    [InlineData($$"""{"orderNo":[["A"]],"eventId":"{{Id}}","receiver":"张""")]
    [InlineData($$"""{"eventId":"{{Id}}","orderNo":"A-""")]
    public void Without_an_order_number_it_is_answered_all_the_same(string body)
    {
        var message = UnreadableMessage.TryRead(Encoding.UTF8.GetBytes(body));

        Assert.Equal((Guid.Parse(Id), ""), (message!.EventId, message.OrderNo));
    }

    [Theory]
    [InlineData($$"""{"orderNo":"A-1","eventId":"{{Id}}","items":[{"a":1},""")]
    [InlineData($$"""{"eventId":"{{Id}}","orderNo":"A-1","occurredAt":"2026-11-11T00:00:03+08:00","a":tru""")]
    [InlineData($$"""{"messageType":[],"eventId":"17","message":{"eventId":"{{Id}}","orderNo":"A-1"},"eventId":"18",""")]
    [InlineData($$"""{"eventId":"17","orderNo":"B","eventId":"{{Id}}","orderNo":"A-1"}""")]
    [InlineData("\ufeff" + $$"""{"eventId":"{{Id}}","orderNo":"A-1"}""")]
    public void What_stands_before_the_place_where_it_breaks_is_read_and_the_last_of_a_name_counts(string body)
    {
        var message = UnreadableMessage.TryRead(Encoding.UTF8.GetBytes(body));

        Assert.Equal((Guid.Parse(Id), "A-1"), (message!.EventId, message.OrderNo));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"eventId":"0b9d5c7e-6a52""")]
    [InlineData("[1,2]")]
    [InlineData("null")]
    [InlineData("""{"message":null}""")]
    [InlineData("""{"orderNo":"A-1"}""")]
    [InlineData("""{"eventId":"17","orderNo":"A-1"}""")]
    [InlineData("""{"eventId":17,"orderNo":"A-1"}""")]
    [InlineData("""{"eventId":"00000000-0000-0000-0000-000000000000","orderNo":"A-1"}""")]
    [InlineData("""{"eventId":"\ud800","orderNo":"A-1"}""")]
    public void It_cannot_be_answered_otherwise(string body) =>
        Assert.Null(UnreadableMessage.TryRead(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Deep_nesting_is_not_followed_and_a_huge_body_is_read_in_place()
    {
        Assert.Null(UnreadableMessage.TryRead(Encoding.UTF8.GetBytes(new string('[', 100_000))));
        var huge = Encoding.UTF8.GetBytes(
            $$"""{"eventId":"{{Id}}","remark":"{{new string('9', 20_000_000)}}","orderNo":"A-1"}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("A-1", UnreadableMessage.TryRead(huge)!.OrderNo);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
