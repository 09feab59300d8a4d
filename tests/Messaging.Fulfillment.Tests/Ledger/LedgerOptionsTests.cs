using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Tests.Ledger;

public sealed class LedgerOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(new LedgerOptions().FindErrors("Ledger"));

    [Fact]
    public void All_errors_are_named_at_once_each_with_its_path()
    {
        var options = new LedgerOptions
        {
            Provider = "oracle",
            LeaseDuration = TimeSpan.FromSeconds(4),
            PollInterval = TimeSpan.Zero,
            KeepEntries = TimeSpan.FromDays(2),
        };

        string[] paths = ["Ledger:Provider:", "Ledger:LeaseDuration:", "Ledger:PollInterval:", "Ledger:KeepEntries:"];
        Assert.Equal(paths, options.FindErrors("Ledger").Select(failure => failure.Split(' ')[0]));
    }

    [Theory]
    [InlineData("sqlite", "", "is missing")]
    [InlineData("sqlite", "Mode=Memory", "names no file")]
    [InlineData("sqlite", "Host=db;Password=secret", "cannot be read as one of sqlite")]
    [InlineData("postgres", "Username=me;Password=secret", "names no server")]
    [InlineData("postgres", "Host=db;Passwort=secret", "cannot be read as one of postgres")]
    public void A_connection_string_that_cannot_serve_is_named_and_not_repeated(
        string provider, string connectionString, string words)
    {
        var options = new LedgerOptions { Provider = provider, ConnectionString = connectionString };

        var failure = Assert.Single(options.FindErrors("Ledger"));
        Assert.StartsWith("Ledger:ConnectionString: ", failure, StringComparison.Ordinal);
        Assert.Contains(words, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4.9, false)]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public void A_lease_is_five_seconds_to_ten_minutes(double seconds, bool valid) =>
        Assert.Equal(
            valid, !new LedgerOptions { LeaseDuration = TimeSpan.FromSeconds(seconds) }.FindErrors("Ledger").Any());
}
