using MassTransit;

namespace Messaging.Contracts.Tests;

/// <summary>Publishers and consumers bind to exchange names and URNs: changing one cuts them off.</summary>
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
    public void A_common_interface_makes_no_exchange_of_its_own(Type common)
    {
        Assert.True(common.IsDefined(typeof(ExcludeFromTopologyAttribute), inherit: false));
        Assert.True(common.IsDefined(typeof(ExcludeFromImplementedTypesAttribute), inherit: false));
    }
}
