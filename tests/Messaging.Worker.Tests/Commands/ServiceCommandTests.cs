namespace Messaging.Worker.Tests.Commands;

[Collection(EnvironmentVariable.Collection)]
public class ServiceCommandTests
{
    private const string NoAccount = "Vendors: no vendor has an account, so there is nothing to do; add at least "
        + "Vendors:<vendor>:Accounts:<name>:AppId and :AppSecret.";

    [Fact]
    public async Task Without_accounts_the_service_says_what_is_missing_and_does_not_start()
    {
        using var broken = new EnvironmentVariable("Vendors__Polyv__OrdersPerCall", "abc");

        var run = await Cli.RunAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            $"""
            The configuration has 2 errors:
              {NoAccount}
              Vendors:Polyv:OrdersPerCall: is not a whole number in range.

            """,
            run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Check_says_the_same_and_fails()
    {
        var run = await Cli.RunAsync("check");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(NoAccount, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chek", "check")]
    [InlineData("sing", "sign")]
    public async Task A_mistyped_command_is_answered_with_the_nearest(string typed, string meant)
    {
        var run = await Cli.RunAsync(typed);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"'{typed}'", run.Error, StringComparison.Ordinal);
        Assert.Contains(run.AllLines, line => line.Equals(meant, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_names_the_exit_codes() =>
        Assert.Contains("Exit codes: 0 done;", (await Cli.RunAsync("--help")).Output, StringComparison.Ordinal);
}
