namespace Messaging.Worker.Tests.Commands;

[Collection(EnvironmentVariable.Collection)]
public class ServiceCommandTests
{
    [Fact]
    public async Task Without_accounts_the_service_says_what_is_missing_and_does_not_start()
    {
        using var broken = new EnvironmentVariable("Vendors__Polyv__OrdersPerCall", "abc");

        var run = await Cli.RunAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            $"""
            The configuration has 4 errors:
              {NoAccount("Em")}
              {NoAccount("Fengchao")}
              {NoAccount("Polyv")}
              Vendors:Polyv:OrdersPerCall: is not a whole number in range.

            """,
            run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Check_says_the_same_and_fails()
    {
        var run = await Cli.RunAsync("check");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Vendors:Em:Accounts: no account is configured", run.Error, StringComparison.Ordinal);
    }

    private static string NoAccount(string vendor) =>
        $"Vendors:{vendor}:Accounts: no account is configured; "
        + $"add at least Vendors:{vendor}:Accounts:<name>:AppId and :AppSecret.";
}
