using Messaging.Fulfillment.Dispatch;
using Messaging.Fulfillment.Vendors;

namespace Messaging.Fulfillment.Tests.Dispatch;

public sealed class LeaseValidatorTests
{
    [Theory]
    [InlineData("postgres", 15, false)]
    [InlineData("postgres", 14.9, true)]
    // The lease of a file cannot be lost.
    [InlineData("sqlite", 60, true)]
    public void An_attempt_that_can_outlast_the_lease_is_refused_with_both_paths(
        string provider, double attempt, bool isValid)
    {
        var limits = new TestLimits { AttemptTimeout = TimeSpan.FromSeconds(attempt) };
        var validator = new LeaseValidator(
            [new("polyv", "Vendors:Polyv", new FixedOptions<VendorLimits>(limits))]);

        var result = validator.Validate(null, new() { Provider = provider, LeaseDuration = TimeSpan.FromSeconds(20) });

        Assert.Equal(isValid, result.Succeeded);
        if (isValid)
            return;
        var failure = Assert.Single(result.Failures!);
        Assert.Contains("Vendors:Polyv:AttemptTimeout: 00:00:15 ", failure, StringComparison.Ordinal);
        Assert.Contains("Ledger:LeaseDuration", failure, StringComparison.Ordinal);
    }
}
