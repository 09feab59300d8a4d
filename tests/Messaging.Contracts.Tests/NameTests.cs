using MassTransit;

namespace Messaging.Contracts.Tests;

/// <summary>Exchange names and URNs are what publishers and consumers bind to: changing one cuts them off.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData(typeof(OrderShipped), "order-shipped", "urn:message:Messaging.Contracts:OrderShipped")]
    [InlineData(typeof(OrderModified), "order-modified", "urn:message:Messaging.Contracts:OrderModified")]
    [InlineData(
        typeof(OrderMarkedDelivering),
        "order-marked-delivering",
        "urn:message:Messaging.Contracts:OrderMarkedDelivering")]
    [InlineData(
        typeof(FulfillmentSucceeded), "fulfillment-succeeded", "urn:message:Messaging.Contracts:FulfillmentSucceeded")]
    [InlineData(typeof(FulfillmentFailed), "fulfillment-failed", "urn:message:Messaging.Contracts:FulfillmentFailed")]
    public void Exchange_and_urn_are_pinned(Type contract, string exchange, string urn)
    {
        Assert.Equal(
            exchange,
            Assert.Single(contract.GetCustomAttributes(
                typeof(EntityNameAttribute), inherit: false).Cast<EntityNameAttribute>()).EntityName);
        Assert.Equal(urn, MessageUrn.ForTypeString(contract));
    }

    [Theory]
    [InlineData(typeof(IOrderEvent))]
    [InlineData(typeof(IFulfillmentResult))]
    public void What_events_have_in_common_makes_no_exchange_of_its_own(Type common)
    {
        Assert.True(common.IsDefined(typeof(ExcludeFromTopologyAttribute), inherit: false));
        Assert.True(common.IsDefined(typeof(ExcludeFromImplementedTypesAttribute), inherit: false));
    }
}
