using System.Diagnostics.Metrics;
using Messaging.Fulfillment.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Fulfillment.Tests.Dispatch;

internal static class TestMetrics
{
    public static FulfillmentMetrics Create(TimeProvider time) =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), time);
}
