using Messaging.Worker.Hosting.Broker;

namespace Messaging.Worker.Tests.Hosting.Broker;

public class BrokerAddressTests
{
    [Theory]
    [InlineData("rabbit-1", "rabbit-1", null)]
    [InlineData(" rabbit-1:5673 ", "rabbit-1", 5673)]
    [InlineData("rabbit.shop.example", "rabbit.shop.example", null)]
    [InlineData("127.0.0.1:1", "127.0.0.1", 1)]
    [InlineData("[::1]:5672", "[::1]", 5672)]
    public void An_address_is_a_host_with_or_without_a_port(string text, string host, int? port) =>
        Assert.Equal(new BrokerAddress(host, port), BrokerAddress.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("rabbit-1:0")]
    [InlineData("rabbit-1:70000")]
    [InlineData("rabbit-1:port")]
    [InlineData("guest:secret@rabbit-1")]
    [InlineData("rabbit-1/shop")]
    [InlineData("rabbit-1,rabbit-2")]
    [InlineData("amqp://rabbit-1")]
    public void Anything_else_is_none(string text) => Assert.Null(BrokerAddress.TryParse(text));
}
