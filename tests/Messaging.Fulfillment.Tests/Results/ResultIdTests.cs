using Messaging.Fulfillment.Results;

namespace Messaging.Fulfillment.Tests.Results;

public class ResultIdTests
{
    /// <summary>
    /// Computed with another implementation: <c>python3 -c "import uuid; print(uuid.uuid5(uuid.UUID('6e1a3f0b-…'),
    /// '0b9d5c7e-…'))"</c>.
    /// </summary>
    [Theory]
    [InlineData("0b9d5c7e-6a52-4e63-9a77-0d0f6f2f6a10", "d2620609-4598-5022-9fa6-f81c66e5bf14")]
    [InlineData("ffffffff-ffff-4fff-bfff-ffffffffffff", "d582b81b-7055-580f-b6fc-95adf1d0bc01")]
    public void It_is_a_version_5_uuid_of_the_order_events_id(string orderEventId, string expected) =>
        Assert.Equal(Guid.Parse(expected), ResultId.FromOrderEvent(Guid.Parse(orderEventId)));
}
