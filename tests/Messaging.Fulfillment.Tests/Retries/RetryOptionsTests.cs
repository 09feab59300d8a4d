using Messaging.Fulfillment.Retries;

namespace Messaging.Fulfillment.Tests.Retries;

public class RetryOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(new RetryOptions().FindErrors("Ledger"));

    [Fact]
    public void All_errors_are_named_at_once_each_with_its_path()
    {
        var options = new RetryOptions
        {
            GiveUpAfter = TimeSpan.FromDays(31),
            RetryDelay = TimeSpan.FromHours(2),
            MaxRetryDelay = TimeSpan.FromMinutes(20),
        };

        string[] paths = ["Ledger:GiveUpAfter:", "Ledger:RetryDelay:", "Ledger:MaxRetryDelay:"];
        Assert.Equal(paths, options.FindErrors("Ledger").Select(error => error.Split(' ')[0]));
    }
}
